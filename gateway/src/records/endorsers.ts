import { endorsersOf, type ContractName, type Parties } from '@rxledger/chaincode/api';

/**
 * Who may endorse a transaction, the likeliest first. Where any other member may be the witness there are several
 * answers: one that is down must not stop what another can stand by.
 */
export function endorserChoices(
  contract: ContractName,
  transaction: string,
  parties: Parties,
): readonly (readonly string[])[] {
  const { members } = parties;
  const choices = members.map((_, index) =>
    endorsersOf(contract, transaction, { ...parties, members: [...members.slice(index), ...members.slice(0, index)] }),
  );
  const distinct = new Map(choices.map((choice) => [[...choice].sort().join(' '), choice]));
  return [...distinct.values()];
}
