import type { App } from './route';

/** Templates of the routes with their methods: what a 405 lists. */
export class RouteTable {
  readonly #methods = new Map<string, Set<string>>();

  /** Notes every route that is registered from now on. */
  watch(app: App): void {
    app.addHook('onRoute', ({ url, method }) => {
      const methods = this.#methods.get(url) ?? new Set<string>();
      for (const each of [method].flat()) methods.add(each);
      this.#methods.set(url, methods);
    });
  }

  /** Methods of all templates that a path meets; none where the path is unknown. */
  methodsOf(path: string): readonly string[] {
    const steps = path.split('/');
    const found = new Set<string>();
    for (const [template, methods] of this.#methods) {
      if (meets(template.split('/'), steps)) methods.forEach((method) => found.add(method));
    }
    return [...found].sort();
  }
}

function meets(template: readonly string[], steps: readonly string[]): boolean {
  if (template.at(-1) === '*') return template.slice(0, -1).every((step, index) => step === steps[index]);
  return (
    template.length === steps.length &&
    template.every((step, index) => (step.startsWith(':') ? steps[index] !== '' : step === steps[index]))
  );
}
