using Dfm.Testing;

// Storage for each test assembly that links these files; a test class takes it as a constructor parameter.
[assembly: AssemblyFixture(typeof(AzuriteFixture))]
