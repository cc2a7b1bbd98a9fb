import { get } from 'node:https';
import type { AuthorityAccess } from './certificate-authority';
import { AuthorityError } from './certificate-authority';
import { certificatesOf } from './certificate-state';

/** The certificates of a Fabric CA itself, PEM, one each: what the identities that it issues are checked against. */
export const authorityChain = (access: AuthorityAccess): Promise<readonly string[]> =>
  new Promise((done, fail) => {
    const url = new URL(`/cainfo?ca=${encodeURIComponent(access.name)}`, access.url);
    const refuse = (cause: unknown) =>
      fail(new AuthorityError(`the CA at ${access.url} does not say who it is`, { cause }));
    const request = get(url, { ca: [...access.tlsAuthorities], timeout: 10_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        try {
          const answer = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { result: { CAChain: string } };
          done(certificatesOf(Buffer.from(answer.result.CAChain, 'base64').toString('utf8')));
        } catch (error) {
          refuse(error);
        }
      });
    });
    request.once('timeout', () => request.destroy(new Error('no answer in time')));
    request.once('error', refuse);
  });
