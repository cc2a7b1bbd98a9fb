import { randomBytes } from 'node:crypto';
import type { ReadAnswer, SubjectView } from '@rxledger/chaincode/api';
import { commitmentToEnvelope, drawSalt, seal, type Recipient } from '@rxledger/client';
import { encodeDocument } from '@rxledger/gateway/dist/records/document';
import { shownTo } from '@rxledger/gateway/dist/records/shown-to-endorsers';
import type { BareSdk } from '../bare-sdk';
import { succeed, type HttpClient } from '../http-client';
import { drawId } from '../prescription';
import { CONTENT, PATIENT, type Place } from './places';

type Call = () => Promise<unknown>;

/** One way to the same two works on records. */
export interface SectionClient {
  readonly name: string;
  /** Makes ready what may be made before the clock runs; the call writes a version. */
  toWrite(place: Place): Promise<Call>;
  /** The call leaves a receipt and reads the treatment of a case. */
  toRead(id: string): Call;
}

/** Through the hospital's gateway: it finds keys, seals and opens, and checks what it reads against the ledger. */
export const sectionsThroughGateway = ({ call }: HttpClient): SectionClient => ({
  name: 'gateway, HTTP',
  toWrite: async ({ case: id, section }) => {
    return () => succeed(call('POST', `/cases/${id}/sections/${section}`, { body: { content: CONTENT } }));
  },
  toRead: (id) => async () => {
    const { contents } = await succeed(call('POST', `/cases/${id}/reads`, { body: { sections: ['treatment'] } }));
    const [found] = contents as readonly { readonly content?: unknown }[];
    if (found?.content === undefined) throw new Error('the gateway read nothing');
  },
});

/** Those whom the gateway's writes are endorsed by as well. */
const ENDORSERS = ['HospitalMSP', 'CentreMSP'];

/** Keys of a section, and the binding of its envelopes: as a device that seals by itself asks for them. */
interface Audience {
  readonly binding: { readonly channel: string; readonly purpose: string };
  readonly recipients: readonly { readonly kid: string; readonly key: Recipient }[];
}

/**
 * The bare SDK: the same transactions with the same arguments, transient data and endorsers. Envelopes are sealed before
 * the clock runs, and what is read stays sealed.
 */
export function sectionsThroughSdk({ name, contract }: BareSdk, { call }: HttpClient): SectionClient {
  const audiences = new Map<string, Promise<Audience>>();
  const salts = new Map<string, Promise<string>>();
  const submit = (transaction: string, command: object, transientData: Record<string, string> = {}) =>
    contract.submit(`case:${transaction}`, {
      arguments: [JSON.stringify({ commandId: drawId(), ...command })],
      transientData,
      endorsingOrganizations: ENDORSERS,
    });
  const evaluate = async <View>(transaction: string, query: object): Promise<View> => {
    const answer = await contract.evaluate(`case:${transaction}`, { arguments: [JSON.stringify(query)] });
    return JSON.parse(Buffer.from(answer).toString()) as View;
  };
  /** The same patient, so the same keys whatever the case. */
  const audienceOf = ({ case: id, section }: Place): Promise<Audience> =>
    remember(audiences, section, async () => {
      const next = await succeed(call('GET', `/cases/${id}/sections/${section}/next`));
      return next as unknown as Audience;
    });
  const saltOf = (id: string): Promise<string> =>
    remember(salts, id, async () => (await evaluate<SubjectView>('Subject', { case: id })).salt);

  return {
    name,
    async toWrite(place) {
      const { case: id, section, version } = place;
      const { binding, recipients } = await audienceOf(place);
      const envelope = await seal(
        encodeDocument({ content: CONTENT }),
        { channel: binding.channel, purpose: 'section', subject: id, section, version },
        recipients.map(({ kid, key }) => ({ ...key, kid })),
        { secret: randomBytes(32) },
      );
      const salt = drawSalt();
      const commitment = await commitmentToEnvelope(envelope, salt);
      const command = { case: id, section, version, commitment, basis: 'treating', purpose: 'care' };
      const transient = { subjectSalt: await saltOf(id), patient: PATIENT, envelope: JSON.stringify(envelope), salt };
      const shown = shownTo(ENDORSERS, transient) as Record<string, string>;
      return () => submit('AddVersion', command, shown);
    },
    toRead: (id) => async () => {
      const receipt = drawId();
      const claim = { sections: ['treatment'], basis: 'treating', purpose: 'care' };
      await submit('OpenReceipt', { case: id, id: receipt, ...claim });
      await evaluate<ReadAnswer>('Read', { case: id, receipt, section: 'treatment' });
    },
  };
}

function remember<Value>(known: Map<string, Promise<Value>>, key: string, find: () => Promise<Value>): Promise<Value> {
  const found = known.get(key) ?? find();
  known.set(key, found);
  return found;
}
