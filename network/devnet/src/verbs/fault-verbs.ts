import type { FaultsInForce } from '../faults/faults';
import { printTrace } from '../trace/print-trace';
import type { TransactionTrace } from '../trace/transaction-trace';
import { duration, type Verb, type Written } from './verb';

const text = ({ options }: Written, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

const whole = (written: Written, name: string): number | undefined => {
  const value = text(written, name);
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  throw new Error(`--${name} must be a whole number, not '${value}'`);
};

const part = ({ parameters }: Written, name: string): string => encodeURIComponent(parameters[name]!);

const lagText = (lag: unknown): string => {
  if (lag === 'hold') return 'is held';
  const { ms, blocks } = lag as { ms?: number; blocks?: number };
  return ms === undefined ? `stays ${blocks} blocks behind` : `lags ${ms} ms`;
};

const lines = ({ lags, blocks, endorsements, alterations, submits }: FaultsInForce): string[] => [
  ...Object.entries(lags).flatMap(([mspId, { ledger, privateData }]) => [
    ...(ledger === undefined ? [] : [`The peer of ${mspId} ${lagText(ledger)}.`]),
    ...(privateData === undefined ? [] : [`Private data of ${mspId}'s peer ${lagText(privateData)}.`]),
  ]),
  ...(blocks.isHeld ? ['Blocks are held.'] : []),
  ...(blocks.delayMs > 0 ? [`Blocks come ${blocks.delayMs} ms late.`] : []),
  ...(blocks.order === undefined ? [] : ['The next block of several transactions is put into another order.']),
  ...endorsements.map((fault) => `To fail: an endorsement ${JSON.stringify(fault)}`),
  ...alterations.map((fault) => `To lie: an endorsement ${JSON.stringify(fault)}`),
  ...submits.map((fault) => `To fail: a submit ${JSON.stringify(fault)}`),
];

const tellFaults: Verb['tell'] = (answer) =>
  lines(answer as unknown as FaultsInForce).join('\n') || 'No fault is in force.';

const filterOptions = [
  ['--msp-id <mspId>', 'of this organisation; any unless given'],
  ['--chaincode <name>', "of this chaincode; any but the peer's own unless given"],
  ['--function <name>', 'of this function; any unless given'],
  ['--times <n>', 'so many; 1 unless given'],
] as const;

const filter = (written: Written): object => ({
  mspId: text(written, 'mspId'),
  chaincode: text(written, 'chaincode'),
  function: text(written, 'function'),
  times: whole(written, 'times'),
});

const lagBody = (written: Written): object => {
  const amount = written.parameters['amount']!;
  const what = written.options['privateData'] ? 'privateData' : undefined;
  if (amount === 'hold') return { hold: true, what };
  const blocks = /^(\d+)blocks?$/.exec(amount);
  return blocks ? { blocks: Number(blocks[1]), what } : { ms: duration(amount), what };
};

const nodeVerb = (action: 'stop' | 'start'): Verb => ({
  usage: `${action} <mspId> <node>`,
  summary: `${action} one node of an organisation: peer or orderer`,
  call: (written) => ({
    method: 'POST',
    path: `/organisations/${part(written, 'mspId')}/nodes/${part(written, 'node')}/${action}`,
  }),
  tell: tellFaults,
});

/** Faults and traces on a command line. */
export const faultVerbs: readonly Verb[] = [
  {
    usage: 'faults',
    summary: 'list the faults in force',
    call: () => ({ method: 'GET', path: '/faults' }),
    tell: tellFaults,
  },
  {
    usage: 'clear',
    summary: 'end all faults; nodes that were stopped stay so',
    call: () => ({ method: 'DELETE', path: '/faults' }),
    tell: tellFaults,
  },
  {
    usage: 'lag <mspId> <amount>',
    summary: 'let a peer stay behind: by 200ms, by 2blocks, or hold it',
    options: [['--private-data', 'its clear private data alone']],
    call: (written) => ({
      method: 'POST',
      path: `/organisations/${part(written, 'mspId')}/lag`,
      body: lagBody(written),
    }),
    tell: tellFaults,
  },
  {
    usage: 'release <mspId>',
    summary: 'let a peer catch up',
    call: (written) => ({ method: 'POST', path: `/organisations/${part(written, 'mspId')}/release` }),
    tell: tellFaults,
  },
  nodeVerb('stop'),
  nodeVerb('start'),
  {
    usage: 'blocks delay <duration>',
    summary: 'cut blocks late; 0ms ends it',
    call: ({ parameters }) => ({
      method: 'POST',
      path: '/blocks/delay',
      body: { ms: duration(parameters['duration']!) },
    }),
    tell: tellFaults,
  },
  {
    usage: 'blocks hold',
    summary: 'cut no block until blocks release',
    call: () => ({ method: 'POST', path: '/blocks/hold' }),
    tell: tellFaults,
  },
  {
    usage: 'blocks release',
    summary: 'cut what was held',
    call: () => ({ method: 'POST', path: '/blocks/release' }),
    tell: tellFaults,
  },
  {
    usage: 'blocks reorder',
    summary: 'put the next block of several transactions into another order: backwards',
    options: [['--seed <n>', 'shuffled instead']],
    call: (written) => ({ method: 'POST', path: '/blocks/reorder', body: { seed: whole(written, 'seed') } }),
    tell: tellFaults,
  },
  {
    usage: 'fail endorsement',
    summary: 'let the next endorsement fail',
    options: [
      ...filterOptions,
      ['--status <n>', "the chaincode's status; 500 unless given"],
      ['--message <text>', "the chaincode's message"],
      ['--unavailable', 'as if the peer were not there'],
    ],
    call: (written) => ({
      method: 'POST',
      path: '/endorsements/fail',
      body: {
        ...filter(written),
        status: whole(written, 'status'),
        message: text(written, 'message'),
        unavailable: written.options['unavailable'] ? true : undefined,
      },
    }),
    tell: tellFaults,
  },
  {
    usage: 'fail submit <when>',
    summary: 'let the next submit fail: before-ordering, or after-ordering, where it is committed all the same',
    options: [...filterOptions, ['--message <text>', 'what the orderers say']],
    call: (written) => ({
      method: 'POST',
      path: '/submits/fail',
      body: { ...filter(written), when: written.parameters['when'], message: text(written, 'message') },
    }),
    tell: tellFaults,
  },
  {
    usage: 'lie',
    summary: 'let a peer sign another result than its chaincode gave, once',
    options: [
      ...filterOptions,
      ['--payload <text>', 'the answer to the client'],
      ['--key <key>', 'a public key written, with --value'],
      ['--value <text>', 'its value'],
    ],
    call: (written) => ({
      method: 'POST',
      path: '/endorsements/alter',
      body: {
        ...filter(written),
        payload: text(written, 'payload'),
        key: text(written, 'key'),
        value: text(written, 'value'),
      },
    }),
    tell: tellFaults,
  },
  {
    usage: 'drop-events',
    summary: 'cut the event streams that are open',
    options: [
      ['--msp-id <mspId>', "of this organisation's peer; of all unless given"],
      ['--chaincode <name>', "streams of this chaincode's events alone"],
    ],
    call: (written) => ({
      method: 'POST',
      path: '/events/drop',
      body: { mspId: text(written, 'mspId'), chaincode: text(written, 'chaincode') },
    }),
    tell: ({ dropped }) => `${String(dropped)} streams are cut.`,
  },
  {
    usage: 'drop-chaincode <mspId> <chaincode>',
    summary: "cut a peer's line to a chaincode; it is dialled again",
    call: (written) => ({
      method: 'POST',
      path: `/organisations/${part(written, 'mspId')}/chaincodes/${part(written, 'chaincode')}/drop`,
    }),
    tell: () => 'The line is cut.',
  },
  {
    usage: 'trace <id>',
    summary: 'tell what is known of a transaction',
    call: (written) => ({ method: 'GET', path: `/transactions/${part(written, 'id')}` }),
    tell: (answer) => printTrace(answer as unknown as TransactionTrace),
  },
];
