// Imported before the contracts: without a level the shim logs every annotation to the console.
process.env['CORE_CHAINCODE_LOGGING_LEVEL'] ??= 'CRITICAL';
