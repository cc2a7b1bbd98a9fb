// One project a workspace; sources are tested as they are, the workspaces' packages mapped to their sources.
const transform = {
  '^.+\\.(t|j|mj)s$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
      module: { type: 'commonjs' },
    },
  ],
};

// Jest runs a file in a sandbox of its own, where each look at a global costs a call out of it: a signature by the big numbers of
// fabric-common takes half a second there instead of two milliseconds. These are handed to every module as its own instead.
const SANDBOX_GLOBALS = ['Math', 'String', 'Uint8Array'];

const project = (name, folder, roots = ['src']) => ({
  displayName: name,
  rootDir: folder,
  roots: roots.map((root) => `<rootDir>/${root}`),
  testEnvironment: 'node',
  sandboxInjectedGlobals: SANDBOX_GLOBALS,
  testMatch: ['**/*.test.ts'],
  transform,
  transformIgnorePatterns: ['/node_modules/(?!(jose)/)'],
  moduleNameMapper: {
    '^@rxledger/chaincode/api$': `${__dirname}/chaincode/src/api/index.ts`,
    '^@rxledger/chaincode/contracts$': `${__dirname}/chaincode/src/contracts/index.ts`,
    '^#platform$': `${__dirname}/gateway/client/src/platform/node.ts`,
    '^@rxledger/client$': `${__dirname}/gateway/client/src/index.ts`,
    '^@rxledger/devnet/channel$': `${__dirname}/network/devnet/src/channel.ts`,
    '^@rxledger/devnet/memory$': `${__dirname}/network/devnet/src/memory/index.ts`,
    '^@rxledger/devnet/verbs$': `${__dirname}/network/devnet/src/verbs/index.ts`,
    '^@rxledger/devnet$': `${__dirname}/network/devnet/src/index.ts`,
  },
});

module.exports = {
  testTimeout: 120_000,
  // A test that waits for a network leaves a core idle; on two cores jest by itself runs one file at a time. Fabric's own programs
  // leave none, and give each other up when they are kept waiting.
  maxWorkers: process.env.FABRIC_BIN ? 1 : 2,
  testSequencer: '<rootDir>/scripts/networks-first.js',
  reporters: [['default', { summaryThreshold: 20 }], '<rootDir>/scripts/count-reporter.js'],
  projects: [
    project('devnet', 'network/devnet', ['src', 'test']),
    project('chaincode', 'chaincode', ['src', 'test']),
    project('client', 'gateway/client', ['src', 'test']),
    project('gateway', 'gateway', ['src', 'test']),
    project('network', 'network', ['src', 'test']),
    project('bench', 'bench'),
  ],
};
