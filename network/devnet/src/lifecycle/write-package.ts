import { gzipSync } from 'node:zlib';

const blockSize = 512;

const header = (name: string, size: number): Buffer => {
  const block = Buffer.alloc(blockSize);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
};

/** A gzipped tar archive of these files: the same bytes for the same content, whenever it is made. */
export const tarGz = (files: Readonly<Record<string, Uint8Array | string>>): Buffer => {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const body = Buffer.from(content);
    return [header(name, body.length), body, Buffer.alloc((blockSize - (body.length % blockSize)) % blockSize)];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * blockSize)]));
};

/** The package of a chaincode that runs as a service. */
export const writeServicePackage = (label: string, connection: Readonly<Record<string, unknown>>): Buffer =>
  tarGz({
    'metadata.json': JSON.stringify({ type: 'ccaas', label }),
    'code.tar.gz': tarGz({ 'connection.json': JSON.stringify(connection) }),
  });
