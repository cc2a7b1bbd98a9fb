import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../api';

/** HMAC-SHA-256(salt, canonical JSON), hex. With the salt purged nobody can test guesses against it. */
export const commitmentTo = (value: unknown, saltHex: string): string =>
  createHmac('sha256', Buffer.from(saltHex, 'hex')).update(canonicalJson(value)).digest('hex');

/** SHA-256 of text, hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
