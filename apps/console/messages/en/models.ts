export const texts = {
  title: 'Models',
  description: 'Types, relations and permissions, module by module',
}
