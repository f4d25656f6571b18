/**
 * The only cast of this room, which may not import another's. Each use says beside it why the compiler cannot know
 * and we can.
 */
export const assume = <T>(value: unknown): T => value as T;
