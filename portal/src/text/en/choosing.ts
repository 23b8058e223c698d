// Choosing people, and arranging rows.

export const people = {
  any: 'Nobody yet: type to search',
  none: 'There is nobody to choose',
  clear: 'Clear the people',
  unnamed: (id: number) => `User ${id}`,
  mine: 'Only mine',
};

export const sortable = {
  drag: 'Drag to another place',
  up: (name: string) => `Move ${name} up`,
  down: (name: string) => `Move ${name} down`,
  isAt: (name: string, at: number, of: number) => `${name} is now ${at} of ${of}.`,
};
