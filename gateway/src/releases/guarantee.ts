import type { ReleaseView } from '@rxledger/chaincode/api';
import { dpGuarantee, histogramGuarantee, paperGuarantee, type Guarantee } from '../anonymisation/release/guarantee';

/** What a release promises to the patients in it, from what the ledger says of it alone. */
export function guaranteeOf({ mode, cost, k = 0 }: Pick<ReleaseView, 'mode' | 'cost' | 'k'>): Guarantee {
  const epsilonMicro = Number(cost.microEpsilon);
  if (mode === 'histogram') return histogramGuarantee(epsilonMicro);
  return mode === 'dp' ? dpGuarantee(epsilonMicro, Number(cost.picoDelta), k) : paperGuarantee(epsilonMicro, k);
}

export const withGuarantee = (release: ReleaseView) => ({ ...release, guarantee: guaranteeOf(release) });
