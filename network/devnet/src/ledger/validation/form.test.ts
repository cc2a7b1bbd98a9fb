import { common, peer } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { channelName, newChannel } from '../../../test/trust/channel';
import { newOrganisation } from '../../../test/trust/organisation';
import { newTransaction, readWriteSet, type TransactionOptions } from '../../../test/trust/transaction';
import { transactionId } from '../../wire/hashes';
import { parseEnvelope } from './form';
import { code } from './rejection';

const hospital = newOrganisation('HospitalMSP');
const channel = newChannel([hospital]);
const creator = hospital.enrol('client');
const endorser = hospital.enrol('peer');

const parse = (options: Partial<TransactionOptions>) =>
  parseEnvelope(newTransaction({ creator, endorsers: [endorser], ...options }), channel);

const codeOf = (parsed: ReturnType<typeof parseEnvelope>): number | string =>
  parsed.kind === 'invalid' ? parsed.code : parsed.kind;

const eventOf = (chaincode: string): Uint8Array => {
  const event = new peer.ChaincodeEvent();
  event.setChaincodeId(chaincode);
  event.setEventName('Sold');
  return event.serializeBinary();
};

/** An envelope around these payload bytes, signed. */
const sealed = (payload: Uint8Array, signer = creator): Uint8Array => {
  const envelope = new common.Envelope();
  envelope.setPayload(payload);
  envelope.setSignature(signer.sign(payload));
  return envelope.serializeBinary();
};

describe('a transaction in order', () => {
  it('is taken apart', () => {
    const parsed = parse({
      writes: { trade: { keys: ['a', 'b'], metadataOf: ['a'], collections: { secrets: { hashes: ['h'] } } } },
      action: (action) => action.setEvents(eventOf('trade')),
    });
    if (parsed.kind !== 'endorser') throw new Error(JSON.stringify(parsed));
    const { transaction } = parsed;
    expect(transaction).toMatchObject({
      channel: channelName,
      transactionId: transactionId(Buffer.from('a nonce of 24 characters'), creator.bytes),
      chaincode: 'trade',
      timestamp: 1_700_000_000_123,
      creator: { mspId: 'HospitalMSP', role: 'client' },
    });
    expect(transaction.response.getStatus()).toBe(200);
    expect(transaction.chaincodeId.getVersion()).toBe('1.0');
    expect(transaction.event!.getEventName()).toBe('Sold');
    expect(transaction.endorsements.map(({ identity }) => Buffer.from(identity))).toEqual([
      Buffer.from(endorser.bytes),
    ]);
    const [trade] = transaction.writes.namespaces;
    expect(trade!.writes.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(trade!.metadataWrites.map(({ key }) => key)).toEqual(['a']);
    expect(trade!.collections.map(({ collection, hashedWrites }) => [collection, hashedWrites.length])).toEqual([
      ['secrets', 1],
    ]);
    const message = Buffer.concat([transaction.responsePayload, endorser.bytes]);
    expect(channel.identity(endorser.bytes).verify(message, transaction.endorsements[0]!.signature)).toBe(true);
  });

  it('may come from a certificate that has expired since: blocks do not age', () => {
    const late = hospital.enrol('client', { notAfter: new Date(Date.now() - 60_000) });
    expect(codeOf(parse({ creator: late }))).toBe('endorser');
  });
});

const nothing = new Uint8Array();
const unsigned = (): Uint8Array => {
  const envelope = common.Envelope.deserializeBinary(newTransaction({ creator, endorsers: [endorser] }));
  envelope.setSignature(nothing);
  return envelope.serializeBinary();
};
const withPayload = (change: (payload: common.Payload) => void): Uint8Array => {
  const envelope = common.Envelope.deserializeBinary(newTransaction({ creator, endorsers: [endorser] }));
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  change(payload);
  return sealed(payload.serializeBinary());
};

describe('an envelope that is refused', () => {
  it.each([
    ['is no message', Buffer.from([0xff]), code.INVALID_OTHER_REASON],
    ['is empty', nothing, code.BAD_COMMON_HEADER],
    ['has a payload that is no message', sealed(Buffer.from([0xff])), code.BAD_PAYLOAD],
    ['has no header', withPayload((payload) => payload.clearHeader()), code.BAD_COMMON_HEADER],
    [
      'has a channel header that is no message',
      withPayload((payload) => payload.getHeader()!.setChannelHeader(Buffer.from([0xff]))),
      code.BAD_COMMON_HEADER,
    ],
    [
      'has no signature header',
      withPayload((payload) => payload.getHeader()!.setSignatureHeader(nothing)),
      code.BAD_COMMON_HEADER,
    ],
    ['is not signed', unsigned(), code.BAD_CREATOR_SIGNATURE],
  ])('because it %s', (_, bytes, expected) => {
    expect(codeOf(parseEnvelope(bytes, channel))).toBe(expected);
  });

  const cases: [string, Partial<TransactionOptions>, number][] = [
    ['a type nobody knows', { channelHeader: (header) => header.setType(99) }, code.BAD_COMMON_HEADER],
    ['an epoch', { channelHeader: (header) => header.setEpoch(1) }, code.BAD_COMMON_HEADER],
    ['no nonce', { nonce: nothing }, code.BAD_COMMON_HEADER],
    ['no creator', { signatureHeader: (header) => header.setCreator(nothing) }, code.BAD_COMMON_HEADER],
    ['a creator of no MSP', { creator: newOrganisation('OtherMSP').enrol('client') }, code.BAD_CREATOR_SIGNATURE],
    ['another’s signature', { signer: hospital.enrol('client') }, code.BAD_CREATOR_SIGNATURE],
    ['another channel', { channelHeader: (header) => header.setChannelId('other') }, code.TARGET_CHAIN_NOT_FOUND],
    [
      'the type of an update, which only orderers take',
      { channelHeader: (header) => header.setType(common.HeaderType.CONFIG_UPDATE) },
      code.UNSUPPORTED_TX_PAYLOAD,
    ],
    ['an id of its own making', { channelHeader: (header) => header.setTxId('ab'.repeat(32)) }, code.BAD_PROPOSAL_TXID],
    ['no action', { transaction: (transaction) => transaction.clearActionsList() }, code.INVALID_ENDORSER_TRANSACTION],
    [
      'two actions',
      { transaction: (transaction) => transaction.addActions(transaction.getActionsList()[0]!) },
      code.INVALID_ENDORSER_TRANSACTION,
    ],
    [
      'an action without header',
      { transaction: (transaction) => transaction.getActionsList()[0]!.setHeader(nothing) },
      code.INVALID_ENDORSER_TRANSACTION,
    ],
    ['nothing endorsed', { payload: (payload) => payload.clearAction() }, code.INVALID_ENDORSER_TRANSACTION],
    [
      'the endorsement of another proposal',
      { payload: (payload) => payload.setChaincodeProposalPayload(Buffer.from('another')) },
      code.INVALID_ENDORSER_TRANSACTION,
    ],
    ['data that is no transaction', { data: Buffer.from([0xff]) }, code.INVALID_ENDORSER_TRANSACTION],
    [
      'a header extension that is none',
      { channelHeader: (header) => header.setExtension$(Buffer.from([0xff])) },
      code.BAD_HEADER_EXTENSION,
    ],
    [
      'no chaincode in the header',
      { channelHeader: (header) => header.setExtension$(nothing) },
      code.INVALID_OTHER_REASON,
    ],
    [
      'a response that is none',
      { response: (response) => response.setExtension$(Buffer.from([0xff])) },
      code.BAD_RESPONSE_PAYLOAD,
    ],
    ['no chaincode in the action', { action: (action) => action.clearChaincodeId() }, code.INVALID_OTHER_REASON],
    ['no name of a chaincode', { chaincode: '' }, code.INVALID_CHAINCODE],
    [
      'two names of a chaincode',
      { action: (action) => action.getChaincodeId()!.setName('other') },
      code.INVALID_CHAINCODE,
    ],
    [
      'no version of the chaincode',
      { action: (action) => action.getChaincodeId()!.setVersion('') },
      code.INVALID_CHAINCODE,
    ],
    ['a set of writes that is none', { results: Buffer.from([0xff]) }, code.BAD_RWSET],
    [
      'one namespace twice',
      {
        results: readWriteSet([
          ['trade', {}],
          ['trade', {}],
        ]),
      },
      code.ILLEGAL_WRITESET,
    ],
    ['an event that is none', { action: (action) => action.setEvents(Buffer.from([0xff])) }, code.INVALID_OTHER_REASON],
    [
      'the event of another chaincode',
      { action: (action) => action.setEvents(eventOf('other')) },
      code.INVALID_OTHER_REASON,
    ],
  ];

  it.each(cases)('because it has %s', (_, options, expected) => {
    expect(codeOf(parse(options))).toBe(expected);
  });

  it('names its id once that is known to be genuine, so that a repeat can be told', () => {
    expect(parse({ payload: (payload) => payload.clearAction() })).toMatchObject({
      transactionId: transactionId(Buffer.from('a nonce of 24 characters'), creator.bytes),
    });
    expect(parse({ signer: hospital.enrol('client') })).not.toHaveProperty('transactionId');
  });

  it('never stops the peer, wherever a byte is changed', () => {
    const good = newTransaction({ creator, endorsers: [endorser] });
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const bad = Buffer.from(good);
        bad[at]! ^= mask;
        expect(parseEnvelope(bad, channel).kind).toBe('invalid');
      }),
      { numRuns: 300 },
    );
  });

  it('never stops the peer, wherever a signed byte is changed', () => {
    const envelope = common.Envelope.deserializeBinary(newTransaction({ creator, endorsers: [endorser] }));
    const good = envelope.getPayload_asU8();
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const bad = Buffer.from(good);
        bad[at]! ^= mask;
        expect(['invalid', 'endorser', 'config']).toContain(parseEnvelope(sealed(bad), channel).kind);
      }),
      { numRuns: 300 },
    );
  });
});
