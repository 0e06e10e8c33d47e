import type { Product } from '../core/index.ts'
import { products } from './product.ts'

/** What forces a release of a product upon a build, also where it comes by way of others. */
export interface BuildLines {
  /** For `pom.xml`. */
  readonly maven: string
  /** For `build.gradle` and `build.gradle.kts`. */
  readonly gradle: string
}

export function mavenLines(product: Product, version: string): BuildLines {
  const { group } = products[product]
  return {
    maven: `<dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>${group}</groupId>
      <artifactId>${product}</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</dependencyManagement>`,
    gradle: `dependencies {
  constraints {
    implementation("${group}:${product}") {
      version { strictly("${version}") }
    }
  }
}`,
  }
}
