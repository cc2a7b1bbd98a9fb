import {
  ownerOfKey,
  type AddVersionCommand,
  type AttachmentView,
  type Envelope,
  type KeyView,
  type Section,
  type SectionsView,
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
  const { ledger, recipients, envelopes } = records;

  /** What the endorsers must be shown, and the patient, whom the version is wrapped for. */
  async function shown(caller: Caller, id: string, section: Section, { ground, given }: Found) {
    const { patient, salt, readers = [] } = await ledger.subject(caller, id, given?.id, section);
    const transient: Transient = { subjectSalt: salt, ...(ground.basis === 'treating' ? { patient } : {}) };
    return { patient, transient, readers };
  }

  async function sealed(
    caller: Caller,
    request: WriteRequest,
    {
      on,
      patient,
      readers,
      known: { head, versions },
    }: { on: Found; patient: string; readers: readonly NamedGrant[]; known: SectionsView },
  ) {
    const { case: id, section, commandId, recipients: grantees = [], content, attachments } = request;
    const latest = versions.filter((version) => version.section === section);
    const { keys, grants } = await recipients.ofVersion(caller, { head, section, patient, on, grantees, readers });
    const draw = await drawFor(context, caller, commandId);
    const document = encodeDocument({ content, ...(attachments === undefined ? {} : { attachments }) });
    const sealAs = (version: number): Promise<Sealed> =>
      envelopes.seal(document, { purpose: 'section', subject: id, section, version }, keys, draw);
    // A repeat finds what it wrote before: the same command must name the same version.
    if (!commandId.startsWith(AUTOMATIC)) {
      for (const { version, author, commitment } of [...latest].reverse()) {
        if (author !== caller.actor) continue;
        const again = await sealAs(version);
        if (again.commitment === commitment) return { version, grants, ...again };
      }
    }
    const version = (request.expectedVersion ?? latest.length) + 1;
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
    const [{ patient, transient, readers }, known] = await Promise.all([
      shown(caller, id, section, on),
      ledger.sections(caller, id),
    ]);
    const { version, grants, envelope, salt, commitment } =
      request.sealed === undefined
        ? await sealed(caller, request, { on, patient, readers, known })
        : await fromDevice(request.sealed, [...grantees, ...readers]);
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
    return ledger.submit(caller, {
      contract: 'case',
      transaction: 'AddVersion',
      command,
      hospital: known.head.hospital,
      transient: { ...transient, envelope: JSON.stringify(envelope), salt },
    });
  }

  return {
    async write(caller, request) {
      if ((request.content === undefined) === (request.sealed === undefined)) {
        throw new Problem('INPUT_INVALID', { faults: [{ path: '/content', rule: 'content-or-sealed' }] });
      }
      const on = await findGround(ledger, caller, request);
      return recipients.withKeysOfNow(() => submit(caller, request, on));
    },

    async next(caller, { case: id, section, ...request }) {
      const on = await findGround(ledger, caller, request);
      const [{ patient, readers }, { head, versions }] = await Promise.all([
        shown(caller, id, section, on),
        ledger.sections(caller, id),
      ]);
      const { keys } = await recipients.ofVersion(caller, { head, section, patient, on, grantees: [], readers });
      return { version: versions.filter((version) => version.section === section).length + 1, recipients: keys };
    },
  };
}

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
