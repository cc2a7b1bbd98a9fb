import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { fetchToken } from './fetch-token';
import { createIssuerApp } from './issuer-app';
import type { IssuerConfig } from './issuer-config';
import { openIssuerFiles } from './issuer-files';

describe('asking for a token', () => {
  let folder: string;
  let app: FastifyInstance;
  let config: IssuerConfig;

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
    config = { ...settings, issuer: `http://127.0.0.1:${port}` };
  });
  afterEach(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it.each(['ThirdPartyMSP', 'third-party', 'thirdparty'])('knows the organisation as %s', async (organisation) => {
    const { access_token } = await fetchToken(config, organisation, 'payer-1');
    expect(decodeJwt(access_token)).toMatchObject({ sub: 'payer-1', rx_msp: 'ThirdPartyMSP' });
  });

  it('names the organisations there are', async () => {
    const asked = fetchToken(config, 'hospital', 'payer-1');
    await expect(asked).rejects.toThrow('it knows ThirdPartyMSP');
  });

  it('says that nobody answers', async () => {
    await app.close();
    const asked = fetchToken(config, 'third-party', 'payer-1');
    await expect(asked).rejects.toThrow('is the network up?');
  });
});
