// Loaded into chaincode processes before their own code: whoever started them is gone when standard input ends, and so is their reason.
process.stdin.on('end', () => process.exit(0)).resume();
