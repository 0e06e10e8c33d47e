import { problem } from '../../core/index.ts'

export const registryBadReference = problem('REGISTRY_BAD_REFERENCE', (text: string, why: string) => ({
  message: `${text} does not name an image: ${why}`,
  hint: 'Write it as [host[:port]/]name[:tag][@sha256:…], such as registry.example/shop/app:1.2.',
}))

export const registryBadPlatform = problem('REGISTRY_BAD_PLATFORM', (text: string) => ({
  message: `${text} does not name a platform`,
  hint: 'Write it as os/architecture[/variant], such as linux/arm64, or give all.',
}))

export const registryNoPlatform = problem('REGISTRY_NO_PLATFORM', (image: string, asked: string, has: string) => ({
  message: `${image} has nothing for ${asked}`,
  hint: `Choose with --platform from ${has}, or all.`,
}))

export const registryRefused = problem('REGISTRY_REFUSED', (image: string, status: number, said: string) => ({
  message: `the registry does not hand out ${image}: it answers ${status}${said === '' ? '' : `, ${said}`}`,
  hint:
    status === 401 || status === 403
      ? 'Log in with docker login, or set DOCKER_CONFIG to the folder of a config.json that may read it.'
      : 'Check the name, the tag and the digest.',
}))

export const registryUnreachable = problem('REGISTRY_UNREACHABLE', (url: string, why: string) => ({
  message: `${url} cannot be reached: ${why}`,
  hint: 'Check the name of the registry and the network; for one with a certificate of its own set NODE_EXTRA_CA_CERTS.',
}))

export const registryNotTrusted = problem('REGISTRY_NOT_TRUSTED', (url: string, why: string) => ({
  message: `${url} is not trusted: ${why}`,
  hint: 'Ask who runs that registry; if it may be used in clear, name it with --insecure-registry.',
}))

export const registryCredentials = problem('REGISTRY_CREDENTIALS', (where: string, why: string) => ({
  message: `the credentials in ${where} cannot be used: ${why}`,
  hint: 'Log in again with docker login, or set DOCKER_CONFIG to an empty folder to go without.',
}))

export const registryNoRoom = problem('REGISTRY_NO_ROOM', (folder: string, why: string) => ({
  message: `the image cannot be kept in ${folder}: ${why}`,
  hint: 'Make room there, or set TMPDIR to a larger disk.',
}))
