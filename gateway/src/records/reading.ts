import type {
  OpenReceiptCommand,
  ReadAnswer,
  ReceiptView,
  Section,
  SectionsView,
  VersionView,
} from '@rxledger/chaincode/api';
import { drawFor, sha256 } from '../commitment';
import type { ServiceContext } from '../capability';
import type { Caller } from '../http/caller';
import { Problem } from '../http/problem';
import type { Submitted } from '../ledger/ledger';
import type { Envelopes } from './envelopes';
import { findGround, proofToRead, type GroundRequest } from './ground';
import type { RecordLedger } from './record-ledger';

/** Before each read: who reads what, on what ground. */
export interface OpenRequest extends GroundRequest {
  readonly commandId: string;
  readonly case: string;
  readonly sections: readonly Section[];
}

/** A receipt, and the ticket whose hash it has. */
export interface OpenedReceipt extends Submitted<ReceiptView> {
  /** 32 bytes, hex: who shows it may fetch attachments from other holders within the window. */
  readonly ticket: string;
}

/** One version, within the window of a receipt. */
export interface ReadRequest {
  readonly case: string;
  readonly receipt: string;
  readonly section: Section;
  /** The latest unless told. */
  readonly version?: number;
}

/** A version as it was handed out, checked against what the ledger says of it. */
export interface ReadVersion {
  readonly view: VersionView;
  readonly answer: ReadAnswer;
}

/** Reads leave their trace first: a receipt on the ledger, then envelopes from the holder's peer. */
export interface Reading {
  open(caller: Caller, request: OpenRequest): Promise<OpenedReceipt>;
  /** @throws Problem CASE_TAMPERED where the holder's answer is not what was committed to */
  read(caller: Caller, request: ReadRequest, known?: SectionsView): Promise<ReadVersion>;
}

export function createReading(
  context: Pick<ServiceContext, 'seed' | 'mspId'>,
  ledger: RecordLedger,
  envelopes: Envelopes,
): Reading {
  /** The hospital's peer; where it is away, one's own, if one's own organisation wrote the version. */
  async function ask(caller: Caller, request: ReadRequest, hospital: string): Promise<ReadAnswer> {
    const query = { ...request };
    try {
      return await ledger.ask(caller, { contract: 'case', transaction: 'Read', query, at: hospital });
    } catch (error) {
      const isAway = error instanceof Problem && error.code === 'LEDGER_UNAVAILABLE';
      if (!isAway || hospital === context.mspId) throw error;
      const own = { ...query, holder: context.mspId };
      return ledger.ask(caller, { contract: 'case', transaction: 'Read', query: own, at: context.mspId });
    }
  }

  return {
    async open(caller, { commandId, case: id, sections, ...request }) {
      const [found, hospital, draw] = await Promise.all([
        findGround(ledger, caller, request),
        ledger.hospitalOf(caller, id),
        drawFor(context, caller, commandId),
      ]);
      const ticket = draw.ticket();
      const command: OpenReceiptCommand = {
        commandId,
        case: id,
        id: draw.recordId(),
        sections,
        ...found.ground,
        ticketHash: sha256(ticket),
      };
      const transient = await proofToRead(ledger, caller, id, found);
      const opened = await ledger.submit<ReceiptView>(caller, {
        contract: 'case',
        transaction: 'OpenReceipt',
        command,
        hospital,
        transient,
      });
      return { ...opened, ticket };
    },

    async read(caller, request, known) {
      const hospital = known?.head.hospital ?? (await ledger.hospitalOf(caller, request.case));
      const [answer, sections] = await Promise.all([
        ask(caller, request, hospital),
        known ?? ledger.sections(caller, request.case),
      ]);
      const found = { section: request.section, version: answer.version };
      // A version that was added in between is looked for again.
      const view = viewOf(sections, found) ?? viewOf(await ledger.sections(caller, request.case), found);
      if (view === undefined || !(await envelopes.isCommittedTo(answer, view.commitment))) {
        throw new Problem('CASE_TAMPERED');
      }
      return { view, answer };
    },
  };
}

type Found = Pick<VersionView, 'section' | 'version'>;

/** What the ledger says of the version that was handed out. */
const viewOf = ({ versions }: SectionsView, found: Found): VersionView | undefined =>
  versions.find(({ section, version }) => section === found.section && version === found.version);
