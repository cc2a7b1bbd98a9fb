import { ERRORS, TRANSACTIONS, QUERIES, type ErrorCode, type ErrorDetail } from '../src/api';
import { Case, body, drawId, line, seal, sha256 } from './support/case';
import { CHAINCODE, Consortium, type Answer } from './support/consortium';
import { PEOPLE, registrarOf } from './support/people';

type Refused = { code: ErrorCode; detail: ErrorDetail; message: string };

function refused(answer: Answer<unknown>): Refused {
  if (answer.isDone) throw new Error('it was accepted');
  return answer;
}

const rules = (answer: Answer<unknown>): string[] =>
  (refused(answer).detail.faults ?? []).map(({ path, rule }) => `${path} ${rule}`);

describe('bad input', () => {
  let consortium: Consortium;
  let height: number;

  beforeAll(async () => {
    consortium = await Consortium.founded();
    height = consortium.network.height();
  });

  afterAll(() => consortium.close());

  afterEach(() => {
    // Nothing of what is refused comes near a block.
    // eslint-disable-next-line jest/no-standalone-expect
    expect(consortium.network.height()).toBe(height);
  });

  const issueWith = (change: Record<string, unknown>, content: unknown = body()): Promise<Answer<unknown>> => {
    const rx = new Case(consortium);
    rx.sealed = seal(content);
    const call = rx.issueCall();
    return consortium.submit({ ...call, command: { ...(call.command as object), ...change } });
  };

  const raw = (command: string): Promise<Answer<unknown>> =>
    consortium.submit({ as: PEOPLE.physician, name: 'prescription:Issue', command, endorsers: ['HospitalMSP'] });

  it.each(['', '{', 'null', '[]', '"text"', '12', '{"a":}', '{}{}', '\u0000'])(
    'refuses %j as a command',
    async (command) => {
      expect(['INPUT_MALFORMED', 'INPUT_INVALID']).toContain(refused(await raw(command)).code);
    },
  );

  it('lists every fault at once, as pointers and names of rules', async () => {
    const answer = await issueWith({ id: 'x', centre: 7, validUntil: 1.5, commandId: 'no' });
    expect(refused(answer).code).toBe('INPUT_INVALID');
    expect(rules(answer).sort()).toEqual([
      '/centre mspId',
      '/commandId commandId',
      '/id prescriptionId',
      '/validUntil whole-number',
    ]);
  });

  it.each([
    ['a missing property', { commitment: undefined }, ['/commitment required']],
    ['an unknown property, without its name', { 'John Doe': 1 }, [' unknown-property']],
    ['a property of every object', { constructor: 1 }, [' unknown-property']],
    ['an id with U+0000', { id: `${drawId().slice(1)}\u0000` }, ['/id prescriptionId']],
    ['an id with a line feed after it', { id: `${drawId()}\n` }, ['/id prescriptionId']],
    ['the id of a fill', { id: `${drawId()}-2` }, ['/id not-a-fill']],
    ['an organisation with U+0000', { centre: 'Centre\u0000MSP' }, ['/centre mspId']],
    ['an end in the past', { validUntil: 1 }, ['/validUntil in-the-future']],
    ['an end too far ahead', { validUntil: 8e15 }, ['/validUntil maximum-validity']],
    ['an upper-case digest', { codeHash: 'A'.repeat(64) }, ['/codeHash digest']],
  ])('refuses %s', async (_what, change, faults) => {
    expect(rules(await issueWith(change))).toEqual(faults);
  });

  it('does not take __proto__ for a property of the object', async () => {
    const rx = new Case(consortium);
    const call = rx.issueCall();
    const command = JSON.stringify({ commandId: consortium.nextCommandId(), ...(call.command as object) });
    const answer = await consortium.submit({ ...call, command: `{"__proto__":{"x":1},${command.slice(1)}` });
    expect(rules(answer)).toEqual([' unknown-property']);
  });

  it.each([
    ['no lines', body({ lines: [] }), ['/body/lines minimum-items']],
    ['more lines than agreed', body({ lines: [1, 2, 3, 4, 5, 6].map((n) => line(n)) }), ['/body/lines maximum-lines']],
    [
      'a thousand lines',
      body({ lines: Array.from({ length: 300 }, (_, n) => line(n + 1)) }),
      ['/body/lines maximum-items'],
    ],
    [
      'lines in another order',
      body({ lines: [line(2), line(1)] }),
      ['/body/lines/0/line numbering', '/body/lines/1/line numbering'],
    ],
    ['half a unit', body({ lines: [line(1, { quantity: 0.5 })] }), ['/body/lines/0/quantity whole-number']],
    ['a negative quantity', body({ lines: [line(1, { quantity: -1 })] }), ['/body/lines/0/quantity minimum']],
    [
      'a wrong drug code',
      body({ lines: [line(1, { drug: { atc: 'x', name: 'y' } })] }),
      ['/body/lines/0/drug/atc atc'],
    ],
    ['control characters', body({ note: 'a\u0007b' }), ['/body/note characters']],
    ['a patient with U+0000', body({ patient: 'HospitalMSP:a\u0000b' }), ['/body/patient actorId']],
    ['something else altogether', 'text', ['/body object']],
  ])('refuses a body with %s', async (_what, content, faults) => {
    expect(rules(await issueWith({}, content))).toEqual(faults);
  });

  it('refuses what is too large before looking into it', async () => {
    const large = 'x'.repeat(5_000_000);
    expect(refused(await raw(large)).code).toBe('INPUT_TOO_LARGE');
    const rx = new Case(consortium);
    const answer = await consortium.submit({ ...rx.issueCall(), transient: { ...rx.proof, body: large } });
    expect(refused(answer).code).toBe('INPUT_TOO_LARGE');
    expect(refused(answer).message.length).toBeLessThan(200);
  });

  it('refuses a command nested beyond reason', async () => {
    expect(refused(await raw(`${'['.repeat(15_000)}${']'.repeat(15_000)}`)).code).toBe('INPUT_INVALID');
  });

  describe('in the transient map', () => {
    it('misses what is not there', async () => {
      const rx = new Case(consortium);
      expect(rules(await consortium.submit({ ...rx.issueCall(), transient: {} }))).toEqual(['/body required']);
      const noSalt = await consortium.submit({ ...rx.issueCall(), transient: { body: rx.sealed.text } });
      expect(rules(noSalt)).toEqual(['/salt required']);
    });

    it('refuses a salt of another length and bytes that are no text', async () => {
      const rx = new Case(consortium);
      const short = await consortium.submit({ ...rx.issueCall(), transient: { ...rx.proof, salt: 'ab' } });
      expect(rules(short)).toEqual(['/salt salt']);
      const bytes = { ...rx.proof, body: Buffer.from([0xff, 0xfe]) as unknown as string };
      const binary = await consortium.submit({ ...rx.issueCall(), transient: bytes });
      expect(refused(binary).code).toBe('INPUT_MALFORMED');
    });

    it('refuses a forged body, and a body under another salt', async () => {
      const rx = new Case(consortium);
      const forged = seal(body({ lines: [line(1, { quantity: 21 })] })).text;
      const one = await consortium.submit({ ...rx.issueCall(), transient: { ...rx.proof, body: forged } });
      expect(refused(one).code).toBe('INPUT_COMMITMENT_MISMATCH');
      const other = await consortium.submit({ ...rx.issueCall(), transient: { ...rx.proof, salt: 'a'.repeat(64) } });
      expect(refused(other).code).toBe('INPUT_COMMITMENT_MISMATCH');
    });
  });

  describe('beside the known transactions', () => {
    it.each(['nothing', 'prescription:Nothing', 'nothing:Issue', 'Issue', 'prescription:constructor', 'Jane Doe', ''])(
      'answers %j without repeating it',
      async (name) => {
        const answer = refused(await consortium.evaluate(PEOPLE.physician, name, {}));
        expect(answer.message).toBe('INPUT_MALFORMED {}');
      },
    );

    it('refuses more arguments than one', async () => {
      const network = consortium.network;
      const call = {
        identity: PEOPLE.clerk.identity,
        chaincode: CHAINCODE,
        fn: 'prescription:Read',
        args: ['{}', '{}'],
      };
      await expect(network.evaluate(call)).rejects.toThrow('INPUT_MALFORMED {}');
    });

    it('answers a query that takes nothing when asked with nothing', async () => {
      const call = { identity: PEOPLE.clerk.identity, chaincode: CHAINCODE, fn: 'misbc:Members' };
      const members = JSON.parse((await consortium.network.evaluate(call)).toString()) as unknown[];
      expect(members).toHaveLength(7);
    });
  });

  it('answers garbage to any transaction or query with a code of the table', async () => {
    const names = [...Object.entries(TRANSACTIONS), ...Object.entries(QUERIES)].flatMap(([contract, all]) =>
      Object.keys(all).map((name) => `${contract}:${name}`),
    );
    const garbage = ['{"id":"\\u0000"}', '{"commandId":{}}', '[[]]', '{"id":{"toString":1}}', '{"lines":[null]}'];
    const heard = new Set<string>();
    for (const name of names.filter((known) => !['misbc:Members', 'misbc:Policy'].includes(known))) {
      for (const command of garbage) {
        const answer = await consortium.evaluate(registrarOf('HospitalMSP'), name, command);
        // A list of actors takes no required argument at all.
        heard.add(refused(answer).code);
      }
    }
    expect([...heard]).toEqual(['INPUT_INVALID']);
    expect(Object.keys(ERRORS)).toContain('INPUT_INVALID');
  });

  describe('commands given twice', () => {
    it('answers a repeat as at first and does nothing more', async () => {
      const rx = new Case(consortium);
      const call = rx.issueCall();
      const command = JSON.stringify({ commandId: consortium.nextCommandId(), ...(call.command as object) });
      const first = await consortium.must({ ...call, command });
      await rx.must(rx.call('prescription', 'ClaimReview', PEOPLE.reviewer));
      const before = consortium.network.states(CHAINCODE);
      expect(await consortium.must({ ...call, command })).toEqual(first);
      expect(consortium.network.states(CHAINCODE)).toEqual(before);
      height = consortium.network.height();
    });

    it('refuses another command under the same id, but not somebody else using that id', async () => {
      const commandId = consortium.nextCommandId();
      const [one, two] = [new Case(consortium), new Case(consortium)];
      const given = (rx: Case, as = PEOPLE.physician) => {
        const call = rx.issueCall(as);
        return { ...call, command: { ...(call.command as object), commandId } };
      };
      await consortium.must(given(one));
      expect(refused(await consortium.submit(given(two))).code).toBe('INPUT_COMMAND_REUSED');
      await consortium.must(given(two, PEOPLE.colleague as typeof PEOPLE.physician));
      height = consortium.network.height();
    });
  });

  it('refuses a clock that lies before the last change, and a stale version', async () => {
    const rx = new Case(consortium);
    const issued = await rx.issued();
    height = consortium.network.height();
    const claim = rx.call('prescription', 'ClaimReview', PEOPLE.reviewer);
    const early = await consortium.submit({ ...claim, at: issued.updatedAt - 1 });
    expect(refused(early)).toMatchObject({ code: 'INPUT_CLOCK', detail: { until: issued.updatedAt } });
    const stale = rx.call('prescription', 'ClaimReview', PEOPLE.reviewer, { expectedVersion: 7 });
    expect(refused(await consortium.submit(stale))).toMatchObject({
      code: 'RX_VERSION_STALE',
      detail: { version: 1, status: 'SUBMITTED' },
    });
  });

  it('refuses a prescription that is not there', async () => {
    const rx = new Case(consortium);
    expect(refused(await consortium.submit(rx.redeemCall())).code).toBe('RX_NOT_FOUND');
    expect(sha256(rx.id)).toHaveLength(64);
  });
});
