import type { Devnet } from '../devnet';
import type { BlockOrder } from '../faults/block-order';
import type { Lagging } from '../faults/faults';
import type { CallFilter } from '../faults/planned';
import type { Lag } from '../ledger/follower';
import type { NodeKind } from '../network/node';
import { RequestError } from '../request-error';
import type { Control } from './control';
import type { Given } from './given';

const oneOf = <T extends string>(value: string, choices: readonly T[], what: string): T => {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw new RequestError('invalid', `${what} is ${choices.join(' or ')}`);
};

const nodeIn = (given: Given): NodeKind => oneOf(given.part('node'), ['peer', 'orderer'], 'a node');

const lagIn = (given: Given): Lag => {
  const ms = given.optionalNumber('ms');
  const blocks = given.optionalNumber('blocks');
  if (ms !== undefined) return { ms };
  if (blocks !== undefined) return { blocks };
  if (given.flag('hold')) return 'hold';
  throw new RequestError('invalid', "a lag is given by 'ms', by 'blocks' or by 'hold': true");
};

const laggingIn = (given: Given): Lagging =>
  oneOf(given.optionalText('what') ?? 'ledger', ['ledger', 'privateData'], "'what'");

const orderIn = (given: Given): BlockOrder => {
  const seed = given.optionalNumber('seed');
  return seed === undefined ? 'reverse' : { seed };
};

/** Without what is undefined: a filter matches all by what it leaves out. */
const given = <T extends object>(values: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

const filterIn = (body: Given): CallFilter =>
  given<CallFilter>({
    mspId: body.optionalText('mspId'),
    chaincode: body.optionalText('chaincode'),
    function: body.optionalText('function'),
    times: body.optionalNumber('times'),
  });

const failEndorsement = ({ faults }: Devnet, body: Given): void =>
  faults.failNextEndorsement({
    ...filterIn(body),
    ...given({ status: body.optionalNumber('status'), message: body.optionalText('message') }),
    ...(body.flag('unavailable') && { unavailable: true }),
  });

const lie = ({ faults }: Devnet, body: Given): void => {
  const key = body.optionalText('key');
  faults.alterNextEndorsement({
    ...filterIn(body),
    ...given({ payload: body.optionalText('payload') }),
    ...(key !== undefined && { write: { key, value: body.text('value') } }),
  });
};

const failSubmit = ({ faults }: Devnet, body: Given): void =>
  faults.failNextSubmit({
    ...filterIn(body),
    ...given({ message: body.optionalText('message') }),
    when: oneOf(body.text('when'), ['before-ordering', 'after-ordering'], "'when'"),
  });

const trace = (devnet: Devnet, id: string) => {
  const found = devnet.trace(id);
  if (found) return found;
  throw new RequestError('unknown', `no peer was asked for a transaction ${id}, and none is in a block`);
};

/** What `control` does, and then what is in force. */
const then =
  (control: (devnet: Devnet, body: Given) => unknown): Control[2] =>
  async (devnet, body) => {
    await control(devnet, body);
    return devnet.faults.inForce();
  };

/** Faults and traces, over the control endpoint. Those that set a fault answer with what is in force then. */
export const faultControls: readonly Control[] = [
  ['GET', '/faults', (devnet) => devnet.faults.inForce()],
  ['DELETE', '/faults', then((devnet) => devnet.faults.clear())],
  [
    'POST',
    '/organisations/:mspId/nodes/:node/stop',
    then((devnet, body) => devnet.stopNode(body.part('mspId'), nodeIn(body))),
  ],
  [
    'POST',
    '/organisations/:mspId/nodes/:node/start',
    then((devnet, body) => devnet.startNode(body.part('mspId'), nodeIn(body))),
  ],
  [
    'POST',
    '/organisations/:mspId/lag',
    then(({ faults }, body) => faults.lag(body.part('mspId'), lagIn(body), laggingIn(body))),
  ],
  ['POST', '/organisations/:mspId/release', then(({ faults }, body) => faults.release(body.part('mspId')))],
  [
    'POST',
    '/organisations/:mspId/chaincodes/:chaincode/drop',
    then(({ faults }, body) => faults.dropChaincode(body.part('mspId'), body.part('chaincode'))),
  ],
  ['POST', '/blocks/delay', then(({ faults }, body) => faults.delayBlocks(body.number('ms')))],
  ['POST', '/blocks/hold', then(({ faults }) => faults.holdBlocks())],
  ['POST', '/blocks/release', then(({ faults }) => faults.releaseBlocks())],
  ['POST', '/blocks/reorder', then(({ faults }, body) => faults.reorderNextBlock(orderIn(body)))],
  ['POST', '/endorsements/fail', then(failEndorsement)],
  ['POST', '/endorsements/alter', then(lie)],
  ['POST', '/submits/fail', then(failSubmit)],
  [
    'POST',
    '/events/drop',
    ({ faults }, body) => ({
      dropped: faults.dropEventStreams(
        given({ mspId: body.optionalText('mspId'), chaincode: body.optionalText('chaincode') }),
      ),
    }),
  ],
  ['GET', '/transactions/:id', (devnet, body) => trace(devnet, body.part('id'))],
];
