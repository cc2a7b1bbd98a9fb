export type { ByteRange, Content, ContentState, ContentStore, Part } from './content-store';
export { ContentError, type ContentFaultKind } from './content-error';
export { FileBlobs } from './file-blobs';
export { PartedContentStore } from './parted-content-store';
export { S3Blobs, type S3Settings } from './s3-blobs';
