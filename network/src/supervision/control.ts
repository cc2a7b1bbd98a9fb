import type { ProcessSpec, ProcessState } from './process-spec';
import type { ProcessMark } from './process-mark';

/** How to reach a running supervisor; stands in a file that only its owner reads. */
export interface ControlAddress extends ProcessMark {
  readonly port: number;
  readonly token: string;
}

/** What a supervisor answers to each call: `POST /<name>` with a JSON body and the token. */
export interface ControlCalls {
  states(body: object): Promise<{ readonly processes: readonly ProcessState[] }>;
  run(body: { readonly specs: readonly ProcessSpec[] }): Promise<object>;
  end(body: { readonly names: readonly string[] }): Promise<object>;
  shutdown(body: object): Promise<object>;
}
