import { peer } from '@hyperledger/fabric-protos';
import type { Version } from '../ledger/transaction';
import type { EndorsementTrace, TransactionTrace } from './transaction-trace';

const {
  VALID,
  DUPLICATE_TXID,
  ENDORSEMENT_POLICY_FAILURE,
  INVALID_CHAINCODE,
  MVCC_READ_CONFLICT,
  PHANTOM_READ_CONFLICT,
} = peer.TxValidationCode;

const at = (version: Version | undefined): string =>
  version ? `version ${version.block}:${version.transaction}` : 'no version';

const staleRead = ({ reads, collections }: TransactionTrace): string => {
  const stale = reads.find(({ isCurrent }) => isCurrent === false);
  if (stale) {
    const { namespace, key, version, versionThen } = stale;
    return `key ${JSON.stringify(key)} of ${namespace} was read at ${at(version)}; when the block was validated it had ${at(versionThen)}`;
  }
  for (const { namespace, collection, reads: hashed } of collections) {
    const found = hashed.find(({ isCurrent }) => isCurrent === false);
    if (!found) continue;
    const key = `key with hash ${found.keyHash} of collection ${collection} of ${namespace}`;
    return `${key} was read at ${at(found.version)}; when the block was validated it had ${at(found.versionThen)}`;
  }
  return 'a key that it read was changed before it in its own block';
};

const changedRange = ({ ranges }: TransactionTrace): string => {
  const changed = ranges.find(({ isCurrent }) => isCurrent === false);
  if (!changed) return 'a range that it read had changed';
  const { namespace, startKey, endKey } = changed;
  return `the range of ${namespace} from ${JSON.stringify(startKey)} to ${JSON.stringify(endKey)} held other keys or versions when the block was validated`;
};

const failedPolicy = ({ policies, endorsements }: TransactionTrace): string => {
  const failed = policies.find(({ isSatisfied }) => !isSatisfied);
  const signers = endorsements.filter(({ isSignatureValid }) => isSignatureValid).map(({ mspId }) => mspId);
  const who = signers.length > 0 ? signers.join(', ') : 'nobody with a valid signature';
  return failed ? `${failed.of} needs ${failed.policy}; endorsed by ${who}` : `endorsed by ${who}`;
};

/** Why a transaction in a block is invalid, in words. */
export const whyInvalid = (code: number, trace: TransactionTrace): string | undefined => {
  switch (code) {
    case VALID:
      return undefined;
    case DUPLICATE_TXID:
      return 'a transaction of the same id is in the chain already';
    case MVCC_READ_CONFLICT:
      return staleRead(trace);
    case PHANTOM_READ_CONFLICT:
      return changedRange(trace);
    case ENDORSEMENT_POLICY_FAILURE:
      return failedPolicy(trace);
    case INVALID_CHAINCODE:
      return 'it runs or writes to a chaincode that the channel has no definition of';
    default:
      return undefined;
  }
};

/** Why a transaction has no complete endorsement, as far as peers' answers tell. */
export const whyNotEndorsed = (endorsements: readonly EndorsementTrace[]): string | undefined => {
  const failed = endorsements.find(({ message }) => message !== undefined);
  if (failed) return `${failed.mspId}: ${failed.message}`;
  const different = endorsements.find(({ differences }) => differences);
  return different && `the result of ${different.mspId} is another one: ${different.differences!.join(', ')}`;
};
