import {
  ownerOfKey,
  type AddVersionCommand,
  type AttachmentView,
  type Envelope,
  type KeyView,
  type Section,
  type VersionView,
} from '@rxledger/chaincode/api';
import { commitmentToEnvelope, sealedSize } from '@rxledger/client';
import type { ServiceContext } from '../capability';
import { drawFor } from '../commitment';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import { AUTOMATIC } from '../http/route';
import type { Submitted, Transient } from '../ledger/ledger';
import {
  encodeDocument,
  findGround,
  type AttachmentEntry,
  type GroundRequest,
  type KnownCase,
  type NamedGrant,
  type Records,
  type Sealed,
} from '../records';

/** What a person's own device sealed: the gateway passes it on as it is. */
export interface DeviceSealed {
  readonly envelope: Envelope;
  readonly salt: string;
  readonly attachments?: readonly AttachmentView[];
}

export interface WriteRequest extends GroundRequest {
  readonly commandId: string;
  readonly case: string;
  readonly section: Section;
  readonly content?: unknown;
  readonly attachments?: readonly AttachmentEntry[];
  readonly sealed?: DeviceSealed;
  readonly recipients?: readonly NamedGrant[];
  /** The version that the caller has seen. */
  readonly expectedVersion?: number;
}

/** For whom and as what the next version of a section must be sealed. */
export interface NextVersion {
  readonly version: number;
  readonly recipients: readonly KeyView[];
}

export interface Writing {
  write(caller: Caller, request: WriteRequest): Promise<Submitted<VersionView>>;
  /** For a device that seals by itself. */
  next(caller: Caller, request: GroundRequest & Pick<WriteRequest, 'case' | 'section'>): Promise<NextVersion>;
}

type Found = Awaited<ReturnType<typeof findGround>>;

export function createWriting(context: Pick<ServiceContext, 'seed'>, records: Records): Writing {
  const { ledger, knownCases, recipients, envelopes } = records;

  async function sealed(
    caller: Caller,
    request: WriteRequest,
    on: Found,
    { hospital, latest, subject: { patient, readers = [] } }: KnownCase,
  ) {
    const { case: id, section, commandId, recipients: grantees = [], content, attachments } = request;
    const { keys, grants } = await recipients.ofVersion(caller, { hospital, section, patient, on, grantees, readers });
    const draw = await drawFor(context, caller, commandId);
    const document = encodeDocument({ content, ...(attachments === undefined ? {} : { attachments }) });
    const sealAs = (version: number): Promise<Sealed> =>
      envelopes.seal(document, { purpose: 'section', subject: id, section, version }, keys, draw);
    // A repeat finds what it wrote before: the same command must name the same version.
    if (!commandId.startsWith(AUTOMATIC)) {
      const { versions } = await ledger.sections(caller, id);
      const own = versions.filter((version) => version.section === section && version.author === caller.actor);
      for (const { version, commitment } of own.reverse()) {
        const again = await sealAs(version);
        if (again.commitment === commitment) return { version, grants, ...again };
      }
    }
    const version = (request.expectedVersion ?? latest[section] ?? 0) + 1;
    return { version, grants, ...(await sealAs(version)) };
  }

  /** A device wraps for whom it likes: named are the grants of those whom the envelope is wrapped for. */
  async function fromDevice({ envelope, salt }: DeviceSealed, named: readonly NamedGrant[]) {
    const { version } = bindingOf(envelope);
    const owners = new Set(envelope.recipients.map(({ header }) => ownerOfKey(header.kid)));
    const grants = named.filter(({ grantee }) => owners.has(grantee)).map(({ grant }) => grant);
    return { version, grants, envelope, salt, commitment: await commitmentToEnvelope(envelope, salt) };
  }

  async function submit(caller: Caller, request: WriteRequest, on: Found): Promise<Submitted<VersionView>> {
    const { commandId, case: id, section, attachments, recipients: grantees = [] } = request;
    const known = await knownCases.of(caller, request, on.given?.id);
    const { version, grants, envelope, salt, commitment } =
      request.sealed === undefined
        ? await sealed(caller, request, on, known)
        : await fromDevice(request.sealed, [...grantees, ...(known.subject.readers ?? [])]);
    const stored = request.sealed?.attachments ?? attachments?.map(attachmentView) ?? [];
    const command = {
      commandId,
      case: id,
      section,
      version,
      commitment,
      ...on.ground,
      ...(grants.length === 0 ? {} : { recipients: [...new Set(grants)] }),
      ...(stored.length === 0 ? {} : { attachments: stored }),
    } as AddVersionCommand;
    const submitted = await ledger.submit<VersionView>(caller, {
      contract: 'case',
      transaction: 'AddVersion',
      command,
      hospital: known.hospital,
      transient: { ...shown(known, on), envelope: JSON.stringify(envelope), salt },
    });
    knownCases.grown(submitted.view);
    return submitted;
  }

  return {
    async write(caller, request) {
      if ((request.content === undefined) === (request.sealed === undefined)) {
        throw new Problem('INPUT_INVALID', { faults: [{ path: '/content', rule: 'content-or-sealed' }] });
      }
      const on = await findGround(ledger, caller, request);
      return knownCases.withCaseOfNow(caller, request, () =>
        recipients.withKeysOfNow(() => submit(caller, request, on)),
      );
    },

    async next(caller, { case: id, section, ...request }) {
      const on = await findGround(ledger, caller, request);
      // Of now: the answer names the patient, and nobody judges it afterwards.
      const { hospital, latest, subject } = await knownCases.ofNow(caller, { case: id, section }, on.given?.id);
      const { patient, readers = [] } = subject;
      const { keys } = await recipients.ofVersion(caller, { hospital, section, patient, on, grantees: [], readers });
      return { version: (latest[section] ?? 0) + 1, recipients: keys };
    },
  };
}

/** What the endorsers must be shown of the patient. */
const shown = ({ subject: { patient, salt } }: KnownCase, { ground }: Found): Transient => ({
  subjectSalt: salt,
  ...(ground.basis === 'treating' ? { patient } : {}),
});

const attachmentView = ({ digest, size }: AttachmentEntry): AttachmentView => ({
  hash: digest,
  size: sealedSize(size),
});

/** The version that a device sealed for. @throws Problem INPUT_INVALID where the envelope names none */
function bindingOf({ aad }: Envelope): { readonly version: number } {
  try {
    const binding = JSON.parse(Buffer.from(aad, 'base64url').toString('utf8')) as { version?: unknown };
    if (Number.isSafeInteger(binding.version)) return { version: binding.version as number };
  } catch {
    // Said below.
  }
  throw new Problem('INPUT_INVALID', { faults: [{ path: '/sealed/envelope/aad', rule: 'binding' }] });
}
