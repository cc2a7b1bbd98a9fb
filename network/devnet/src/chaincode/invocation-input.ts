import { FieldReader } from '../protobuf/reader';
import { FieldWriter } from '../protobuf/writer';

/** What a chaincode is called with. */
export interface InvocationInput {
  readonly args: readonly Uint8Array[];
  readonly isInit: boolean;
}

/** `protos.ChaincodeInput`. */
export function encodeInput({ args, isInit }: InvocationInput): Uint8Array {
  const input = new FieldWriter();
  for (const arg of args) input.message(1, arg);
  return input.bool(3, isInit).finish();
}

export function decodeInput(bytes: Uint8Array): InvocationInput {
  const args: Uint8Array[] = [];
  let isInit = false;
  const reader = new FieldReader(bytes);
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) args.push(reader.bytes());
    else if (field === 3) isInit = reader.bool();
    else reader.skip();
  }
  return { args, isInit };
}
