import { CHAINCODE, type Consortium } from './support/consortium';
import { encryptionKeyOf, registerKeyCall, wrapFor } from './support/encryption';
import { PEOPLE, person } from './support/people';
import { RecordCase, recordConsortium } from './support/record-case';
import { RECORD_PEOPLE } from './support/record-people';

/** A patient who does nothing themselves: nobody but the hospital may come to know whose case it is. */
const SILENT = person('EastMSP', 'e-canary-patient', 'patient');
const CIPHERTEXT = Buffer.from('canary content of a record, as it would be when encrypted').toString('base64url');

describe('what is private of a record', () => {
  let consortium: Consortium;
  let record: RecordCase;
  const heard: string[] = [];

  beforeAll(async () => {
    consortium = await recordConsortium();
    await consortium.register(SILENT);
    await consortium.must(registerKeyCall(PEOPLE.dispenser));
    record = new RecordCase(consortium, SILENT);
    const told = async (answer: Promise<unknown>): Promise<void> => {
      heard.push(JSON.stringify(await answer));
    };
    await told(record.submit(record.openCall()));
    const envelope = record.envelope('treatment', 1, record.kidsOf('treatment'), CIPHERTEXT);
    await told(record.submit(record.versionCall('treatment', 1, PEOPLE.physician, {}, envelope)));
    const base = record.envelope('base', 1, record.kidsOf('base'), CIPHERTEXT);
    await told(record.submit(record.versionCall('base', 1, PEOPLE.physician, {}, base)));
    // Refused for its place: the refusal must say nothing of it.
    await told(record.submit(record.versionCall('cost', 1, PEOPLE.physician, {}, base)));
    const wraps = [{ version: 1, recipients: [wrapFor(encryptionKeyOf(SILENT.id))] }];
    await told(record.submit(record.wrapsCall('treatment', wraps, PEOPLE.physician)));
    await told(record.submit(record.receiptCall(PEOPLE.physician)));
    const emergency = await record.must<{ id: string }>(record.breakGlassCall(PEOPLE.dispenser));
    const released = [{ section: 'treatment', version: 1, wrap: wrapFor(encryptionKeyOf(PEOPLE.dispenser.id)) }];
    await told(
      record.submit(
        record.on(
          'ReleaseKeys',
          RECORD_PEOPLE.centreCustodian,
          { emergency: emergency.id },
          { wraps: JSON.stringify(released) },
        ),
      ),
    );
  });

  afterAll(() => consortium.close());

  const canaries = (): readonly string[] => [
    SILENT.enrolmentId,
    CIPHERTEXT,
    record.subjectSalt,
    encryptionKeyOf(SILENT.id),
  ];
  const found = (text: string): readonly string[] => canaries().filter((canary) => text.includes(canary));
  const ofCase = (key: string): boolean => key.includes(record.id);

  it('lies with the hospital', () => {
    const kept = consortium.privateStates('HospitalMSP').filter(({ key }) => ofCase(key));
    expect(found(kept.map(({ value }) => value).join())).toEqual(canaries());
    for (const mspId of ['CentreMSP', 'PharmacyMSP', 'ThirdPartyMSP', 'EastMSP']) {
      expect(consortium.privateStates(mspId).filter(({ key }) => ofCase(key))).toEqual([]);
    }
  });

  it('is not in public state, but for the entry of the registry', () => {
    const states = consortium.network
      .states(CHAINCODE)
      .filter(({ value, key }) => ofCase(key) || ofCase(value.toString('utf8')));
    expect(states.length).toBeGreaterThan(15);
    expect(states.flatMap(({ key, value }) => found(`${key} ${value.toString('utf8')}`))).toEqual([]);
  });

  it('is not in any answer, event, error or line of a log', () => {
    expect(heard.filter((text) => text.includes('"VALID"'))).toHaveLength(6);
    expect(heard.filter((text) => text.includes('INPUT_INVALID'))).toHaveLength(1);
    expect([...heard, ...consortium.logged].flatMap(found)).toEqual([]);
  });

  it('is not in any block that has to do with the case', () => {
    const blocks = Array.from({ length: consortium.network.height() }, (_, number) =>
      Buffer.from(consortium.network.block(number)!.serializeBinary()).toString('latin1'),
    ).filter(ofCase);
    expect(blocks.length).toBeGreaterThan(6);
    expect(blocks.flatMap(found)).toEqual([]);
  });
});
