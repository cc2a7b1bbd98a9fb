import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ChaincodeConnection } from './connection-template';
import { type ArchiveFile, createTar } from './tar';

/** A package as peers install it. */
export interface ChaincodePackage {
  readonly label: string;
  /** `label:sha256 of the bytes`. */
  readonly packageId: string;
  readonly bytes: Uint8Array;
}

/** Zlib writes no time of its own, but one byte of its header tells the operating system: 255 is "unknown". */
const gzip = (content: Uint8Array): Buffer => {
  const zipped = gzipSync(content, { level: 9 });
  zipped[9] = 255;
  return zipped;
};

const json = (name: string, value: object): ArchiveFile => ({ name, content: Buffer.from(JSON.stringify(value)) });

/** Packs a chaincode as a service; the same label and connection make the same bytes, and so the same package id. */
export const packChaincode = (label: string, connection: ChaincodeConnection): ChaincodePackage => {
  const code = gzip(createTar([json('connection.json', connection)]));
  const files = [json('metadata.json', { type: 'ccaas', label }), { name: 'code.tar.gz', content: code }];
  const bytes = gzip(createTar(files));
  return { label, packageId: `${label}:${createHash('sha256').update(bytes).digest('hex')}`, bytes };
};
