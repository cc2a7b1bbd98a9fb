import { derChildren, readObjectIdentifier, readSingleDer, tag, type DerElement } from '../wire/der';
import { WireError } from '../wire/errors';

/** The extensions that decide whether a certificate is accepted. */
export interface CertificateExtensions {
  readonly isCa: boolean;
  /** Intermediate CAs allowed below this one; undefined: any number. */
  readonly pathLength: number | undefined;
  /** Absent where the extension is; all usages are allowed then. */
  readonly mayVerifyCertificates: boolean | undefined;
  /** Object identifiers of the extended key usages; undefined where the extension is absent. */
  readonly extendedUsages: readonly string[] | undefined;
  readonly subjectKeyId: Buffer | undefined;
  readonly authorityKeyId: Buffer | undefined;
  /** True when an extension marked critical is not understood. */
  readonly hasUnknownCritical: boolean;
}

type Draft = { -readonly [K in keyof CertificateExtensions]: CertificateExtensions[K] };

const keyCertSign = 0x04;

const readBasicConstraints = (draft: Draft, value: Buffer): void => {
  const [first, second] = derChildren(readSingleDer(value, tag.sequence, 'basic constraints').content);
  draft.isCa = first?.tag === tag.boolean && first.content[0] === 0xff;
  const length = first?.tag === tag.integer ? first : second;
  if (length?.tag === tag.integer && length.content.length === 1) draft.pathLength = length.content[0];
};

const readKeyUsage = (draft: Draft, value: Buffer): void => {
  const { content } = readSingleDer(value, tag.bitString, 'key usage');
  draft.mayVerifyCertificates = ((content[1] ?? 0) & keyCertSign) !== 0;
};

/** The key identifier of an AuthorityKeyIdentifier's value, which a CRL carries too. */
export const readAuthorityKeyId = (value: Buffer): Buffer | undefined =>
  derChildren(readSingleDer(value, tag.sequence, 'authority key identifier').content).find(
    (field) => field.tag === 0x80,
  )?.content;

const readers: Readonly<Record<string, (draft: Draft, value: Buffer) => void>> = {
  '2.5.29.14': (draft, value) => {
    draft.subjectKeyId = readSingleDer(value, tag.octetString, 'subject key identifier').content;
  },
  '2.5.29.15': readKeyUsage,
  '2.5.29.19': readBasicConstraints,
  '2.5.29.35': (draft, value) => {
    draft.authorityKeyId = readAuthorityKeyId(value);
  },
  '2.5.29.37': (draft, value) => {
    draft.extendedUsages = derChildren(readSingleDer(value, tag.sequence, 'extended key usage').content).map((usage) =>
      readObjectIdentifier(usage.content),
    );
  },
};

/** Critical extensions that are understood elsewhere or bind nothing here: alternative names, policies, distribution points. */
const harmless = new Set(['2.5.29.17', '2.5.29.31', '2.5.29.32']);

/** One extension, as certificates and CRLs have it. */
export interface Extension {
  readonly identifier: string;
  readonly isCritical: boolean;
  readonly value: Buffer;
}

/**
 * The extensions inside their explicit wrapper (`[3]` in certificates, `[0]` in CRLs).
 * @throws WireError
 */
export const listExtensions = (wrapper: DerElement | undefined): Extension[] => {
  const [sequence] = wrapper ? derChildren(wrapper.content) : [];
  return (sequence ? derChildren(sequence.content) : []).map((element) => {
    const [identifier, ...rest] = derChildren(element.content);
    const value = rest.at(-1);
    if (!identifier || value?.tag !== tag.octetString) throw new WireError('extension: value is missing');
    const isCritical = rest[0]?.tag === tag.boolean && rest[0].content[0] !== 0;
    return { identifier: readObjectIdentifier(identifier.content), isCritical, value: value.content };
  });
};

/**
 * Reads what matters of a certificate's extensions.
 * @throws WireError
 */
export const readExtensions = (wrapper: DerElement | undefined): CertificateExtensions => {
  const draft: Draft = {
    isCa: false,
    pathLength: undefined,
    mayVerifyCertificates: undefined,
    extendedUsages: undefined,
    subjectKeyId: undefined,
    authorityKeyId: undefined,
    hasUnknownCritical: false,
  };
  for (const { identifier, isCritical, value } of listExtensions(wrapper)) {
    const read = readers[identifier];
    if (read) read(draft, value);
    else if (isCritical && !harmless.has(identifier)) draft.hasUnknownCritical = true;
  }
  return draft;
};
