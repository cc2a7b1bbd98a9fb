/*
 * Imported before anything of Fabric's. Its libraries log lines of text, at `debug` with arguments in them, and their
 * logger formats every line before it asks whether anybody wants it: a sixth of a transaction's time. What there is to
 * tell, this chaincode tells itself, as JSON and without arguments (chaincode.ts, log.ts).
 */
type LoggerModule = { getLogger: (name?: string) => Readonly<Record<string, unknown>> };

const nothing = (): void => undefined;
const silence = { level: 'fatal', debug: nothing, info: nothing, warn: nothing, error: nothing };

process.env['CORE_CHAINCODE_LOGGING_LEVEL'] = 'CRITICAL';
for (const name of ['fabric-shim/lib/logger', 'fabric-contract-api/lib/logger']) {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require(name) as LoggerModule).getLogger = () => silence;
}
