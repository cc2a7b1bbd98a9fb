import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { createIssuerApp } from '../issuer/issuer-app';
import type { IssuerConfig } from '../issuer/issuer-config';
import { openIssuerFiles } from '../issuer/issuer-files';
import { fetchToken } from './token';

describe('rx token', () => {
  let folder: string;
  let app: FastifyInstance;
  let config: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'token-'));
    const settings: IssuerConfig = {
      http: { host: '127.0.0.1', port: 0 },
      issuer: 'http://127.0.0.1:1',
      audience: 'rxledger',
      keyFile: join(folder, 'key.json'),
      people: [{ mspId: 'ThirdPartyMSP', enrolmentId: 'payer-1' }],
    };
    app = await createIssuerApp(settings, await openIssuerFiles(settings));
    await app.listen(settings.http);
    const { port } = app.server.address() as AddressInfo;
    config = join(folder, 'issuer.json');
    await writeFile(config, JSON.stringify({ ...settings, issuer: `http://127.0.0.1:${port}` }));
  });
  afterEach(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it.each(['ThirdPartyMSP', 'third-party', 'thirdparty'])('knows the organisation as %s', async (organisation) => {
    const { access_token } = await fetchToken({ organisation, person: 'payer-1', network: folder, config });
    expect(decodeJwt(access_token)).toMatchObject({ sub: 'payer-1', rx_msp: 'ThirdPartyMSP' });
  });

  it('names the organisations there are', async () => {
    const asked = fetchToken({ organisation: 'hospital', person: 'payer-1', network: folder, config });
    await expect(asked).rejects.toThrow('it knows ThirdPartyMSP');
  });

  it('says that nobody answers', async () => {
    await app.close();
    const asked = fetchToken({ organisation: 'third-party', person: 'payer-1', network: folder, config });
    await expect(asked).rejects.toThrow('is the network up?');
  });
});
