import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { App } from './route';

/** Seconds; a submit takes tens of milliseconds on one machine and some seconds across hospitals. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Prometheus metrics at `/metrics`: labels are methods, route templates and codes, never ids. */
export function useMetrics(app: App, organisation: string): void {
  const registry = new Registry();
  registry.setDefaultLabels({ organisation });
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'rx_http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const problems = new Counter({
    name: 'rx_http_problems_total',
    help: 'Answers that were problems, by code of the error table',
    labelNames: ['code'],
    registers: [registry],
  });

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    if (reply.problem !== undefined) problems.inc({ code: reply.problem.code });
    done();
  });
  app.get('/metrics', { schema: { hide: true }, config: { rateLimit: false } }, async (_request, reply) => {
    reply.header('content-type', registry.contentType);
    return registry.metrics();
  });
  app.addHook('onClose', (_app, done) => {
    registry.clear();
    done();
  });
}
