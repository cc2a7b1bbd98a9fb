// Lint is also the map of what may import what (docs/architecture.md).
const tseslint = require('typescript-eslint');
const prettier = require('eslint-config-prettier');
const jest = require('eslint-plugin-jest');

/** Files under `folder` may not import anything that matches one of `forbidden`. */
const direction = (folder, forbidden, message, paths = []) => ({
  files: [`${folder}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message }], paths }],
  },
});

const fabric = ['fabric-*', '@hyperledger/*', '@grpc/*'];

module.exports = tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', '.network/**'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      complexity: ['error', 12],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-inferrable-types': 'off',
    },
  },
  { files: ['**/*.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['**/*.test.ts'], ...jest.configs['flat/recommended'] },
  { files: ['**/*.test.ts', '**/test/**/*.ts', '**/bench/**/*.ts'], rules: { complexity: 'off', 'no-console': 'off' } },

  direction('chaincode/src/api', ['../*', ...fabric, 'node:*'], 'api is what crosses the wire: it imports nothing'),
  direction(
    'chaincode/src/domain',
    ['../store/*', '../access/*', '../contracts/*', ...fabric],
    'domain: rules only, no Fabric',
  ),
  direction('chaincode/src/store', ['../contracts/*', '../access/*'], 'contracts -> access, store -> domain -> api'),
  direction('chaincode/src/access', ['../contracts/*'], 'contracts -> access, store -> domain -> api'),
  direction(
    'gateway/src',
    ['fabric-shim', 'fabric-contract-api', '@rxledger/devnet', '@rxledger/network', '@rxledger/chaincode/contracts'],
    'the gateway knows the chaincode by its api alone',
  ),
  direction(
    'gateway/client/src',
    ['node:*', '@rxledger/*', ...fabric],
    'the client library runs in a browser as well: WebCrypto and jose, and nothing of ours',
  ),
  // What a browser never loads.
  { files: ['gateway/client/src/platform/node.ts'], rules: { 'no-restricted-imports': 'off' } },
  direction(
    'network/src',
    [
      '@rxledger/chaincode*',
      '@rxledger/gateway*',
      '@rxledger/devnet/*',
      '!@rxledger/devnet/channel',
      '**/runtime/devnet/**',
      '**/runtime/native/**',
      '**/runtime/docker/**',
    ],
    'the network finds the chaincode as a folder, and knows a runtime by its interface',
    ['@rxledger/devnet'],
  ),
  // The one place that names runtimes, and the runtime itself.
  {
    files: [
      'network/src/runtime/create-runtime.ts',
      'network/src/runtime/{devnet,docker,native}/**/*.ts',
      // Commands that one runtime alone has.
      'network/src/commands/dev-commands.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  direction(
    'network/devnet/src',
    ['@rxledger/*'],
    'devnet knows organisations, channels and chaincodes, nothing of us',
  ),
  {
    files: ['network/devnet/test/conformance/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex:
                '^(@rxledger/|\\.\\./\\.\\./src(/(?!wire/|config/|identity/|ca/)|$)|\\.\\./support/(test-network|devnet))',
              message:
                'the suite knows a network by its connection profiles: of devnet it may use what reads and signs, not what runs',
            },
          ],
        },
      ],
    },
  },
  prettier,
);
