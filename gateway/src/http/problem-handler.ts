import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { invalidInput } from './faults';
import { Problem } from './problem';
import { PROBLEM_JSON, problemAnswer } from './problem-answer';
import type { App } from './route';
import type { RouteTable } from './route-table';

declare module 'fastify' {
  interface FastifyReply {
    /** The problem answered with, for the log and the metrics. */
    problem: Problem | undefined;
  }
}

/** Fastify's and its plugins' own errors, by code, in words of the error table. */
const BY_CODE: Readonly<Record<string, Problem['code']>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'INPUT_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'GATEWAY_MEDIA_TYPE',
  FST_ERR_CTP_EMPTY_TYPE: 'GATEWAY_MEDIA_TYPE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'INPUT_MALFORMED',
  FST_ERR_CTP_INVALID_JSON_BODY: 'INPUT_MALFORMED',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'INPUT_MALFORMED',
  FST_ERR_BAD_URL: 'INPUT_MALFORMED',
  FST_UNDER_PRESSURE: 'GATEWAY_BUSY',
};

const BY_STATUS: Readonly<Record<number, Problem['code']>> = {
  400: 'INPUT_MALFORMED',
  404: 'GATEWAY_NOT_FOUND',
  405: 'GATEWAY_METHOD',
  413: 'INPUT_TOO_LARGE',
  414: 'INPUT_TOO_LARGE',
  415: 'GATEWAY_MEDIA_TYPE',
  429: 'GATEWAY_RATE',
  503: 'GATEWAY_BUSY',
};

/** Any error as a problem; what nobody foresaw becomes GATEWAY_INTERNAL and keeps its cause for the log. */
export function toProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error;
  if (error.validation !== undefined) return invalidInput(error.validation, error.validationContext);
  const code = BY_CODE[error.code] ?? BY_STATUS[error.statusCode ?? 500];
  if (code !== undefined) return new Problem(code);
  return new Problem('GATEWAY_INTERNAL', {}, { cause: error });
}

/** Answers with a problem document. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  const { status, retryAfterSeconds, body } = problemAnswer(problem, request.id);
  reply.problem = problem;
  if (retryAfterSeconds !== undefined && !reply.hasHeader('retry-after')) {
    reply.header('retry-after', String(retryAfterSeconds));
  }
  if (problem.code === 'ACCESS_UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer');
  reply
    .status(status)
    .headers({ 'content-type': PROBLEM_JSON, 'cache-control': 'no-store' })
    // As text, so that no route's serialiser is asked.
    .serializer(String)
    .send(JSON.stringify(body));
}

/** Every error of every route leaves as a problem document; unknown paths and methods too. */
export function useProblems(app: App, routes: RouteTable): void {
  app.decorateReply('problem', undefined);
  app.setErrorHandler<FastifyError | Problem>((error, request, reply) => {
    sendProblem(request, reply, toProblem(error));
  });
  app.setNotFoundHandler((request, reply) => {
    const methods = routes.methodsOf(request.url.split('?', 1)[0]!);
    if (methods.length > 0) reply.header('allow', methods.join(', '));
    sendProblem(request, reply, new Problem(methods.length > 0 ? 'GATEWAY_METHOD' : 'GATEWAY_NOT_FOUND'));
  });
}
