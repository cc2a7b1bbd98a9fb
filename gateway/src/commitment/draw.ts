import { hkdfSync } from 'node:crypto';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { bytesForCharacters, crockford } from './crockford';

/** What one command draws at random, and draws again, the same, when it is repeated. */
export interface Draw {
  /** A prescription's id: 26 characters of Crockford's base 32. */
  prescriptionId(): string;
  /** A redemption code: 26 characters of Crockford's base 32. */
  redemptionCode(): string;
  /** The id of a case, consent, receipt or emergency: 26 characters of Crockford's base 32. */
  recordId(): string;
  /** What is shown to fetch attachments from other holders, within the window of a receipt: 32 bytes, hex. */
  ticket(): string;
  /** A salt for one commitment (`use` tells them apart): 32 bytes, hex. */
  salt(use: 'body' | 'detail' | 'subject' | 'envelope'): string;
  /** What the key of one sealed content is derived from: 32 bytes. */
  contentSecret(): Buffer;
}

const SALT_BYTES = 32;
const CHARACTERS = 26;

/** Draws for a command of a caller, from the gateway's secret seed of that command: nobody else can guess them. */
export async function drawFor(context: Pick<ServiceContext, 'seed'>, caller: Caller, commandId: string): Promise<Draw> {
  const seed = await context.seed(caller, commandId);
  const bytes = (label: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', seed, Buffer.alloc(0), `rxledger ${label}`, length));
  const characters = (label: string): string => crockford(bytes(label, bytesForCharacters(CHARACTERS)), CHARACTERS);
  return {
    prescriptionId: () => characters('prescription id'),
    redemptionCode: () => characters('redemption code'),
    recordId: () => characters('record id'),
    ticket: () => bytes('ticket', SALT_BYTES).toString('hex'),
    contentSecret: () => bytes('secret of the content', SALT_BYTES),
    salt: (use) => bytes(`salt of the ${use}`, SALT_BYTES).toString('hex'),
  };
}
