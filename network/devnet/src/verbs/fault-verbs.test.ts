import { controls } from '../control/controls';
import { findControl } from '../control/control';
import { faultVerbs } from './fault-verbs';
import type { Written } from './verb';

const inForce = {
  lags: {},
  blocks: { delayMs: 0, isHeld: false, order: undefined },
  endorsements: [],
  alterations: [],
  submits: [],
};
const verb = (usage: string) => faultVerbs.find((each) => each.usage === usage)!;
const written = (parameters: Written['parameters'], options: Written['options'] = {}): Written => ({
  parameters,
  options,
});

describe('the verbs for faults', () => {
  it.each(faultVerbs.map((each) => [each.usage, each] as const))('%s calls a control that there is', (_usage, each) => {
    const parameters = {
      mspId: 'Org1MSP',
      node: 'peer',
      amount: '5ms',
      duration: '5ms',
      when: 'x',
      chaincode: 'c',
      id: '1',
    };
    const { method, path } = each.call(written(parameters));
    expect(findControl(controls, method, path)).toBeDefined();
  });

  it.each([
    ['200ms', { ms: 200 }],
    ['1s', { ms: 1000 }],
    ['1block', { blocks: 1 }],
    ['3blocks', { blocks: 3 }],
    ['hold', { hold: true }],
  ])('let a peer lag by %s', (amount, body) => {
    const call = verb('lag <mspId> <amount>').call(written({ mspId: 'Org1MSP', amount }));
    expect(call).toEqual({ method: 'POST', path: '/organisations/Org1MSP/lag', body });
  });

  it('refuse what is no number', () => {
    expect(() => verb('fail endorsement').call(written({}, { times: 'often' }))).toThrow(
      '--times must be a whole number',
    );
  });

  it('tell what is in force', () => {
    const { tell } = verb('faults');
    expect(tell(inForce)).toBe('No fault is in force.');
    expect(
      tell({ ...inForce, lags: { Org1MSP: { ledger: { ms: 5 } } }, submits: [{ times: 1, when: 'after-ordering' }] }),
    ).toBe('The peer of Org1MSP lags 5 ms.\nTo fail: a submit {"times":1,"when":"after-ordering"}');
  });
});
