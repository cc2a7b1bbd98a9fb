import type { Version } from '../ledger/transaction';
import type { EndorsementTrace, Shown, TransactionTrace } from './transaction-trace';

const longest = 200;

const at = (version: Version | undefined): string => (version ? `${version.block}:${version.transaction}` : 'absent');

const short = (value: Shown | undefined): string => {
  if (!value) return '(deleted)';
  const text = value.encoding === 'utf8' ? JSON.stringify(value.text) : `base64 ${value.text}`;
  return text.length > longest ? `${text.slice(0, longest)}... (${text.length} characters)` : text;
};

const ms = (value: number): string => `${value.toFixed(1)} ms`;

const endorsement = (each: EndorsementTrace): string => {
  const facts = [
    each.outcome ?? 'endorsed',
    ...(each.height === undefined ? [] : [`at height ${each.height}`]),
    ...(each.milliseconds === undefined ? [] : [`in ${ms(each.milliseconds)}`]),
    ...(each.isSignatureValid === undefined
      ? []
      : [each.isSignatureValid ? 'signature holds' : 'SIGNATURE DOES NOT HOLD']),
    ...(each.isUsed === false ? ['not in the transaction'] : []),
    ...(each.message === undefined ? [] : [each.message]),
    ...(each.differences ? [`differs in ${each.differences.join(', ')}`] : []),
  ];
  return `${each.mspId}: ${facts.join(', ')}`;
};

const stale = (isCurrent: boolean | undefined, versionThen?: Version): string =>
  isCurrent === false ? `, STALE: ${at(versionThen)} at validation` : '';

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

/** A trace for people: what happened, who signed, which policies, which reads and writes. */
export const printTrace = (trace: TransactionTrace): string => {
  const { status, code, block, position, milliseconds } = trace;
  const phases = Object.entries(milliseconds).map(([phase, value]) => `${phase} ${ms(value)}`);
  return [
    `transaction ${trace.transactionId}`,
    `  ${trace.chaincode}${trace.function && `:${trace.function}`} on ${trace.channel}, by ${trace.creator.enrolmentId} of ${trace.creator.mspId}`,
    `  ${status}${code === undefined ? '' : ` (${code}), block ${block}, position ${position}`}`,
    ...(trace.reason === undefined ? [] : [`  because ${trace.reason}`]),
    ...(trace.event === undefined ? [] : [`  event ${trace.event}`]),
    ...(phases.length === 0 ? [] : [`  ${phases.join(', ')}`]),
    ...section('endorsements', trace.endorsements.map(endorsement)),
    ...section(
      'policies',
      trace.policies.map(
        ({ of, policy, isSatisfied }) => `${isSatisfied ? 'satisfied' : 'NOT satisfied'}: ${of}: ${policy}`,
      ),
    ),
    ...section(
      'reads',
      trace.reads.map(
        ({ namespace, key, version, isCurrent, versionThen }) =>
          `${namespace} ${JSON.stringify(key)} at ${at(version)}${stale(isCurrent, versionThen)}`,
      ),
    ),
    ...section(
      'ranges',
      trace.ranges.map(
        ({ namespace, startKey, endKey, isCurrent }) =>
          `${namespace} ${JSON.stringify(startKey)} to ${JSON.stringify(endKey)}${isCurrent === false ? ', CHANGED at validation' : ''}`,
      ),
    ),
    ...section(
      'writes',
      trace.writes.map(({ namespace, key, value }) => `${namespace} ${JSON.stringify(key)} = ${short(value)}`),
    ),
    ...section(
      'policies of keys',
      trace.keyPolicies.map(({ namespace, key, policy }) => `${namespace} ${JSON.stringify(key)}: ${policy}`),
    ),
    ...trace.collections.flatMap(({ namespace, collection, reads, writes }) =>
      section(`collection ${collection} of ${namespace} (hashes)`, [
        ...reads.map(
          ({ keyHash, version, isCurrent, versionThen }) =>
            `read ${keyHash} at ${at(version)}${stale(isCurrent, versionThen)}`,
        ),
        ...writes.map(
          ({ keyHash, valueHash, kind }) => `${kind} ${keyHash}${kind === 'write' ? ` = ${valueHash}` : ''}`,
        ),
      ]),
    ),
  ].join('\n');
};
