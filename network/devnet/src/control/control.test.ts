import type { Devnet } from '../devnet';
import { RequestError } from '../request-error';
import { findControl, type Control } from './control';
import { type ControlServer, startControlServer } from './control-server';
import { Given, readBody } from './given';

const controls: readonly Control[] = [
  ['GET', '/status', () => 'status'],
  ['POST', '/organisations/:mspId/stop', () => 'stop'],
];

describe('the table of controls', () => {
  it('is searched by method and path', () => {
    expect(findControl(controls, 'GET', '/status')?.control[1]).toBe('/status');
    expect(findControl(controls, 'POST', '/status')).toBeUndefined();
    expect(findControl(controls, 'GET', '/status/more')).toBeUndefined();
  });

  it('hands out the named parts of a path, decoded', () => {
    expect(findControl(controls, 'POST', '/organisations/Org%201MSP/stop')?.parts).toEqual({ mspId: 'Org 1MSP' });
    expect(findControl(controls, 'POST', '/organisations//stop')).toBeUndefined();
  });
});

describe('what comes with a request', () => {
  it('may have no body', () => expect(readBody('')).toEqual({}));

  it.each(['[1]', '1', 'null', '{'])('is refused where the body is %s', (text) => {
    expect(() => readBody(text)).toThrow(RequestError);
  });

  it('is read by name and kind', () => {
    const given = new Given({ id: '7' }, { file: 'f', milliseconds: 5, all: true });
    expect([given.part('id'), given.text('file'), given.number('milliseconds'), given.flag('all')]).toEqual([
      '7',
      'f',
      5,
      true,
    ]);
    expect([given.optionalText('none'), given.flag('none')]).toEqual([undefined, false]);
  });

  it('says which value is missing or of the wrong kind', () => {
    const given = new Given({}, { milliseconds: 'soon' });
    expect(() => given.text('file')).toThrow("the body must have 'file', a text");
    expect(() => given.number('milliseconds')).toThrow("'milliseconds' in the body must be a number");
  });
});

describe('the control endpoint', () => {
  const stopped: string[] = [];
  const devnet = {
    channels: ['mychannel'],
    organisations: [],
    stopOrganisation: async (mspId: string) => {
      if (mspId !== 'Org1MSP') throw new RequestError('unknown', `there is no organisation ${mspId}`);
      if (stopped.includes(mspId)) throw new RequestError('conflict', `${mspId} is stopped already`);
      stopped.push(mspId);
    },
  } as unknown as Devnet;
  let server: ControlServer;

  beforeAll(async () => {
    server = await startControlServer(devnet);
  });
  afterAll(() => server.close());

  const call = async (method: string, path: string, body?: string, token = server.token) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${server.url}${path}`, { method, headers, ...(body !== undefined && { body }) });
    return { code: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('answers to the token alone', async () => {
    expect((await call('GET', '/status', undefined, 'another')).code).toBe(401);
    expect(await call('GET', '/status')).toMatchObject({ code: 200, body: { channels: ['mychannel'] } });
  });

  it('tells what is badly put, unknown, and not possible now from each other', async () => {
    expect((await call('POST', '/organisations/Org1MSP/stop', '{')).code).toBe(400);
    expect((await call('POST', '/organisations/Org9MSP/stop')).code).toBe(404);
    expect((await call('POST', '/organisations/Org1MSP/stop')).code).toBe(200);
    expect(await call('POST', '/organisations/Org1MSP/stop')).toEqual({
      code: 409,
      body: { error: 'Org1MSP is stopped already' },
    });
  });

  it('names the controls there are to who asks for another', async () => {
    const { code, body } = await call('POST', '/nonsense');
    expect(code).toBe(404);
    expect(body['error']).toContain('GET /status, POST /organisations/:mspId/stop');
  });
});
