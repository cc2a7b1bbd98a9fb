export type { ByteRange, Content, ContentState, ContentStore, Part } from './content-store';
export { ContentError, type ContentFaultKind } from './content-error';
