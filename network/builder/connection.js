// What a peer runs (as an "external builder") to learn where a chaincode that runs as a service is reached. The package's
// connection.json may be a template, {{.name}}, whose values each peer has in CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: so
// all members install the same package. Paths are the peer's; the three programs in bin/ are called one after another.
const { copyFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const VARIABLES = 'CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG';

const readJson = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));

/** Whether the package is for this builder. */
const isService = (metadata) => readJson(metadata, 'metadata.json').type === 'ccaas';

const filled = (value, variables) =>
  typeof value !== 'string'
    ? value
    : value.replace(/\{\{\.(\w+)\}\}/g, (_, name) => {
        if (!Object.hasOwn(variables, name))
          throw new Error(`connection.json asks for ${name}, and ${VARIABLES} has no such value`);
        return variables[name];
      });

const build = (source, _metadata, output) => {
  const variables = JSON.parse(process.env[VARIABLES] || '{}');
  const connection = Object.fromEntries(
    Object.entries(readJson(source, 'connection.json')).map(([key, value]) => [key, filled(value, variables)]),
  );
  if (!connection.address) throw new Error('connection.json has no address');
  writeFileSync(join(output, 'connection.json'), JSON.stringify(connection), { mode: 0o600 });
};

const release = (output, released) => {
  const folder = join(released, 'chaincode', 'server');
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(output, 'connection.json'), join(folder, 'connection.json'));
};

/** Runs one of the three, and says in one line what is wrong. */
const run = (work) => {
  try {
    if (work(...process.argv.slice(2)) === false) process.exitCode = 1;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
};

module.exports = { run, detect: (_source, metadata) => isService(metadata), build, release };
