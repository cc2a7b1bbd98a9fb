import './quiet';
import { readFileSync } from 'node:fs';
import { Shim, type ChaincodeServerTLSProperties } from 'fabric-shim';
import { createChaincode } from './chaincode';
import { contracts } from './contracts';
import { createLog, type Log } from './log';

/** For hosts that load the contracts by themselves, as `fabric-chaincode-node` does. */
export { contracts };

type Environment = Readonly<Record<string, string | undefined>>;

function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** TLS from the files that the environment names; undefined where it names none. */
function readTls(environment: Environment): ChaincodeServerTLSProperties | undefined {
  if (!environment['CHAINCODE_TLS_KEY'] && !environment['CHAINCODE_TLS_CERT']) return undefined;
  const clients = environment['CHAINCODE_CLIENT_CA_CERT'];
  const properties = {
    key: readFileSync(required(environment, 'CHAINCODE_TLS_KEY')),
    cert: readFileSync(required(environment, 'CHAINCODE_TLS_CERT')),
    ...(clients !== undefined && clients !== '' && { clientCACerts: readFileSync(clients) }),
  };
  // Without clientCACerts the server asks no client for a certificate; the shim's type does not know that.
  return properties as ChaincodeServerTLSProperties;
}

/**
 * Runs as a service where CHAINCODE_SERVER_ADDRESS is set (the peer connects to it), else connects to the peer that the
 * command line names (`--peer.address`), which is how a peer starts a package of type `node`.
 */
async function run(environment: Environment, log: Log): Promise<void> {
  const chaincode = createChaincode(log);
  const address = environment['CHAINCODE_SERVER_ADDRESS'];
  if (address === undefined || address === '') {
    Shim.start(chaincode);
    return;
  }
  const tls = readTls(environment);
  const server = Shim.server(chaincode, {
    ccid: required(environment, 'CHAINCODE_ID'),
    address,
    // Arguments stand in a message up to three times; the contracts refuse what is too large, and say so.
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    tlsProps: tls as ChaincodeServerTLSProperties,
  });
  await server.start();
  log.info('listening', { address, isTls: tls !== undefined });
  const stop = (): void => process.exit(0);
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Where it happened, without the message, which may quote what was worked on. */
const placeOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name}${(error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .join('')}`
    : 'unknown';

if (require.main === module) {
  const log = createLog();
  process.on('uncaughtException', (error) => {
    log.error('uncaught', { place: placeOf(error) });
    process.exit(1);
  });
  process.on('unhandledRejection', (error) => log.error('unhandled', { place: placeOf(error) }));
  run(process.env, log).catch((error: unknown) => {
    log.error('not started', { reason: error instanceof Error ? error.message : 'unknown' });
    process.exitCode = 1;
  });
}
