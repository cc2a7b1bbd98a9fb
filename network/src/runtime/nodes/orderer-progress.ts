import type { Progress } from '../../supervision/process-spec';
import { type Consortium, type Member, orderingMembers } from '../../topology/consortium';
import { ordererFigure } from './orderer-metrics';

const metricsOf = ({ ports }: Member): string => `http://127.0.0.1:${ports.ordererOperations}/metrics`;

/**
 * An orderer of SmartBFT can hang for ever after it synchronised, and say that it is well. The others go on, so its last block
 * stands still behind theirs. A synchronisation begins ten seconds after it fell behind; it is given twice that.
 */
export const ordererProgress = (consortium: Consortium, member: Member): Progress => ({
  url: metricsOf(member),
  others: orderingMembers(consortium)
    .filter(({ name }) => name !== member.name)
    .map(metricsOf),
  figure: ordererFigure('committed_block_number', consortium.channel),
  withinMilliseconds: 20_000,
  everyMilliseconds: 2_500,
});
