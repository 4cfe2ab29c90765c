/**
 * Whether something shows tray icons here. Unknown where nobody could be asked:
 * then an icon is offered, but nobody is left with it alone.
 */
export type TrayHost = 'present' | 'absent' | 'unknown';
