// The site's own name. DNS must already have a CNAME from it to the default name; the certificate follows by itself.

param site string
param host string

resource staticSite 'Microsoft.Web/staticSites@2025-03-01' existing = {
  name: site
}

resource domain 'Microsoft.Web/staticSites/customDomains@2025-03-01' = {
  parent: staticSite
  name: host
  properties: { validationMethod: 'cname-delegation' }
}
