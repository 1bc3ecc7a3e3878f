using Dfm.Testing;

// One Azurite for each test assembly that links these files; a test class takes it as a constructor parameter.
[assembly: AssemblyFixture(typeof(AzuriteFixture))]
