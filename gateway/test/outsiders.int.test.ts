import { createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@grpc/grpc-js';
import type { CloseableAsyncIterable, Contract, Gateway } from '@hyperledger/fabric-gateway';
import { canonicalJson, keyId, type Envelope, type ReceiptView } from '@rxledger/chaincode/api';
import { drawKeyPair, envelopeFor, prove } from '../../chaincode/test/support/encryption';
import { dial, gatewayFor, memberOf } from '../../network/devnet/test/support/member';
import type { Receipt, SubmitRequest } from '../src/ledger/ledger';
import { foundedLedgers, type FoundedLedgers } from './founded-ledgers';
import { CHAINCODE, CHANNEL, startLiveNetwork, type LiveNetwork } from './live-network';

jest.setTimeout(300_000);

/** A chaincode that shows whatever its peer shows it. */
const SHOWS_ALL = join(__dirname, '../../network/devnet/test/asset-chaincode/main.js');

const HOSPITAL = 'HospitalMSP';
const CENTRE = 'CentreMSP';
const PHARMACY = 'PharmacyMSP';
const THIRD_PARTY = 'ThirdPartyMSP';

const draw = (bytes: number): string => randomBytes(bytes).toString('hex');
const commit = (value: unknown, salt: string): string =>
  createHmac('sha256', Buffer.from(salt, 'hex')).update(canonicalJson(value)).digest('hex');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/* Real clients, which speak to any peer without a gateway of ours between. */
describe('somebody who was let into the channel and not into a case', () => {
  const CASE = '0123456789abcdefghjkmnpqrs';
  const PATIENT = `${HOSPITAL}:patient-1`;
  const CIPHERTEXT = Buffer.from('what only its readers should come by').toString('base64url');
  const subjectSalt = draw(32);
  const canaries = [CIPHERTEXT, subjectSalt];
  const seenIn = (text: string): readonly string[] => canaries.filter((canary) => text.includes(canary));

  let network: LiveNetwork;
  let written: Receipt;
  let ledgers: FoundedLedgers;
  const clients: Client[] = [];
  const gateways: Gateway[] = [];

  const submit = async <View>(
    mspId: string,
    person: string,
    request: Omit<SubmitRequest, 'command'> & { command: object },
  ) =>
    ledgers.of(mspId).submit<View>(network.caller(mspId, person), {
      ...request,
      command: { commandId: `command-${draw(8)}`, ...request.command },
    });
  const registerKey = (mspId: string, use: 'encryption' | 'emergency') => {
    const pair = drawKeyPair();
    const command = { owner: mspId, use, version: 1, jwk: pair.jwk, proof: prove(pair, mspId, use, 1, CHANNEL) };
    const endorsers = [mspId, mspId === CENTRE ? HOSPITAL : CENTRE];
    return submit(mspId, 'registrar-1', { contract: 'patient', transaction: 'RegisterKey', command, endorsers });
  };
  const onCase = <View>(transaction: string, command: object, transient: SubmitRequest['transient'] = {}) =>
    submit<View>(HOSPITAL, 'physician-1', {
      contract: 'case',
      transaction,
      command: { case: CASE, ...command },
      transient: { subjectSalt, ...transient },
      endorsers: [HOSPITAL, THIRD_PARTY],
    });

  /** A person's own connection to the peer of any organisation. */
  const connect = (mspId: string, person: string, at: string): Gateway => {
    const client = dial(network.devnet.organisations.find((each) => each.mspId === at)!);
    const { certificate, privateKey } = network.material(mspId, person);
    const gateway = gatewayFor(client, memberOf(mspId, certificate, privateKey));
    clients.push(client);
    gateways.push(gateway);
    return gateway;
  };
  const contract = (gateway: Gateway, name = CHAINCODE): Contract => gateway.getNetwork(CHANNEL).getContract(name);
  /** What a query came to: the answer, or the words of the refusal. */
  const answerTo = async (asked: Promise<Uint8Array>): Promise<string> => {
    try {
      return textOf(await asked);
    } catch (error) {
      return JSON.stringify({ ...(error as Error), message: (error as Error).message });
    }
  };
  const read = (gateway: Gateway, receipt: string, organisation: string) =>
    answerTo(
      contract(gateway).evaluate('case:Read', {
        arguments: [JSON.stringify({ case: CASE, receipt, section: 'treatment' })],
        endorsingOrganizations: [organisation],
      }),
    );

  beforeAll(async () => {
    network = await startLiveNetwork();
    ledgers = await foundedLedgers(network);
    await registerKey(HOSPITAL, 'encryption');
    await registerKey(CENTRE, 'emergency');
    await onCase('Open', { subject: commit(PATIENT, subjectSalt) }, { patient: PATIENT });
    const kids = [keyId(HOSPITAL, 'encryption', 1), keyId(CENTRE, 'emergency', 1)];
    const place = { channel: CHANNEL, purpose: 'section', subject: CASE, section: 'treatment', version: 1 } as const;
    const envelope: Envelope = envelopeFor(place, kids, CIPHERTEXT);
    const { recipients: _recipients, ...content } = envelope;
    const salt = draw(32);
    const command = { section: 'treatment', version: 1, commitment: commit(content, salt) };
    const transient = { envelope: canonicalJson(envelope), salt, patient: PATIENT };
    ({ receipt: written } = await onCase('AddVersion', { ...command, basis: 'treating', purpose: 'care' }, transient));
  });

  afterAll(async () => {
    for (const gateway of gateways) gateway.close();
    for (const client of clients) client.close();
    await (ledgers as FoundedLedgers | undefined)?.close();
    await (network as LiveNetwork | undefined)?.close();
  });

  it('is shown by qscc, at any peer, no more than hashes', async () => {
    for (const at of [HOSPITAL, THIRD_PARTY]) {
      const qscc = contract(connect(THIRD_PARTY, 'payer-1', at), 'qscc');
      const block = await qscc.evaluateTransaction('GetBlockByNumber', CHANNEL, String(written.block));
      const byId = await qscc.evaluateTransaction('GetBlockByTxID', CHANNEL, written.transactionId);
      const transaction = await qscc.evaluateTransaction('GetTransactionByID', CHANNEL, written.transactionId);
      for (const text of [block, byId, transaction].map(textOf)) {
        expect(text).toContain(CASE);
        expect(seenIn(text)).toEqual([]);
      }
    }
  });

  it('reads at no peer without a receipt that is their own', async () => {
    const command = { id: draw(13), sections: ['treatment'], basis: 'treating', purpose: 'care' };
    const { view } = await onCase<ReceiptView>('OpenReceipt', command);
    expect(seenIn(await read(connect(HOSPITAL, 'physician-1', HOSPITAL), view.id, HOSPITAL))).toEqual([CIPHERTEXT]);
    expect(await read(connect(PHARMACY, 'dispenser-1', HOSPITAL), view.id, HOSPITAL)).toContain('ACCESS_NO_RECEIPT');
    expect(await read(connect(HOSPITAL, 'patient-1', HOSPITAL), view.id, HOSPITAL)).toContain('ACCESS_NO_RECEIPT');
    const elsewhere = await read(connect(HOSPITAL, 'physician-1', PHARMACY), view.id, PHARMACY);
    expect(elsewhere).toContain('LEDGER_INTERNAL');
    expect(seenIn(elsewhere)).toEqual([]);
  });

  describe('with another chaincode in the place of the agreed one', () => {
    const shown = async (mspId: string, person: string): Promise<string> => {
      network.killChaincode(mspId);
      await network.startChaincode(mspId, SHOWS_ALL);
      const own = contract(connect(mspId, person, mspId));
      const range = { arguments: [HOSPITAL, '\u0000ENVELOPE', '\u0000X'], endorsingOrganizations: [mspId] };
      let answer = await answerTo(own.evaluate('rangePrivate', range));
      // The peer connects to the new process in its own time.
      for (let attempt = 0; attempt < 100 && !answer.startsWith('['); attempt += 1) {
        await delay(100);
        answer = await answerTo(own.evaluate('rangePrivate', range));
      }
      return answer;
    };

    it('is shown nothing by their own peer of what the hospital holds', async () => {
      expect(await shown(PHARMACY, 'dispenser-1')).toBe('[]');
    });

    it('is shown all of it without a receipt, as who runs the hospital', async () => {
      expect(seenIn(await shown(HOSPITAL, 'physician-1'))).toEqual(canaries);
    });
  });

  describe('who listens to blocks', () => {
    const refused = /403/;
    const first = async (blocks: Promise<CloseableAsyncIterable<unknown>>): Promise<unknown> => {
      const listening = await blocks;
      try {
        for await (const block of listening) return block;
      } finally {
        listening.close();
      }
      throw new Error('the blocks ended');
    };

    it.each([HOSPITAL, THIRD_PARTY])('is given no private data at the peer of %s, nor whole blocks', async (at) => {
      const listening = connect(THIRD_PARTY, 'payer-1', at).getNetwork(CHANNEL);
      await expect(first(listening.getBlockAndPrivateDataEvents({ startBlock: 0n }))).rejects.toThrow(refused);
      await expect(first(listening.getBlockEvents({ startBlock: 0n }))).rejects.toThrow(refused);
    });

    it('is told ids and statuses', async () => {
      const listening = connect(THIRD_PARTY, 'payer-1', HOSPITAL).getNetwork(CHANNEL);
      await expect(first(listening.getFilteredBlockEvents({ startBlock: 0n }))).resolves.toBeDefined();
    });
  });
});
