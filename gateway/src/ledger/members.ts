import type { MemberView } from '@rxledger/chaincode/api';
import type { Caller } from '../http/caller';
import type { Ledger } from './ledger';

/** Milliseconds for which the list is believed: a new member is seen within this time. */
const FRESH = 30_000;

/** The consortium's members, asked for at most every half minute, whoever asks. */
export function cachedMembers(
  ledger: Pick<Ledger, 'evaluate'>,
  now: () => number,
): (caller: Caller) => Promise<readonly MemberView[]> {
  let answer: Promise<readonly MemberView[]> | undefined;
  let asked = 0;
  return (caller) => {
    if (answer !== undefined && now() - asked < FRESH) return answer;
    asked = now();
    const asking = ledger.evaluate<readonly MemberView[]>(caller, {
      contract: 'misbc',
      transaction: 'Members',
      query: {},
    });
    answer = asking;
    // Neither a failure nor a consortium not founded yet is worth remembering.
    asking.then(
      (members) => {
        if (members.length === 0 && answer === asking) answer = undefined;
      },
      () => {
        if (answer === asking) answer = undefined;
      },
    );
    return asking;
  };
}
