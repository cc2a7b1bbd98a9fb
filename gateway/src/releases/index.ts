export { usePublished } from './published';
export { releases } from './routes';
export type { ReleaseSettings } from './settings';
