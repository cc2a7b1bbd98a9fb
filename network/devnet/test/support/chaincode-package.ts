/** The devnet's own packing, under the name that tests of any network call it by. */
export { tarGz, writeServicePackage as chaincodePackage } from '../../src/lifecycle/write-package';
