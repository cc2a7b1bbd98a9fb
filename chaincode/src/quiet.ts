/*
 * Imported before fabric-shim: its own log is lines of text, at `debug` with arguments in them. `CRITICAL` is a level
 * that nothing of it is logged at; what there is to tell is told by this chaincode itself.
 */
process.env['CORE_CHAINCODE_LOGGING_LEVEL'] = 'CRITICAL';
