export { useErased } from './erased';
export type { ErasureProof } from './proof';
export { erasures } from './routes';
