import { createPublicKey, sign, type KeyObject } from 'node:crypto';

/** DER: tag, length, contents. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const { length } = body;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
}

const SEQUENCE = 0x30;
const SET = 0x31;
const COMMON_NAME = Buffer.from([0x06, 0x03, 0x55, 0x04, 0x03]);
/** ecdsa-with-SHA256, RFC 5758. */
const ECDSA_SHA256 = Buffer.from([0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]);
const VERSION_1 = Buffer.from([0x02, 0x01, 0x00]);

/** A PKCS #10 certificate request (RFC 2986), PEM: the subject is the enrolment id alone; the key stays here. */
export function certificateRequest(enrolmentId: string, privateKey: KeyObject): string {
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(0x0c, Buffer.from(enrolmentId)))));
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const info = der(SEQUENCE, VERSION_1, name, publicKey, der(0xa0));
  const signature = der(0x03, Buffer.from([0]), sign('sha256', info, privateKey));
  const request = der(SEQUENCE, info, der(SEQUENCE, ECDSA_SHA256), signature);
  const lines = request.toString('base64').replace(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines}\n-----END CERTIFICATE REQUEST-----\n`;
}
