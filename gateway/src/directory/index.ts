export { directory } from './routes';
export { createDirectoryService } from './service';
export { onlyMember } from './only-member';
