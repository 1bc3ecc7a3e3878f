namespace Dfm.LocalRuntime.Tests;

/// <summary>
/// Marks a test that shows a behaviour of Azure, and names the public page that documents it. docs/local-runtime.md lists them: the name
/// of the test is the behaviour's description there.
/// </summary>
/// <param name="page">The page's address, with the heading as its fragment where there is one.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DocumentedAttribute(string page) : Attribute
{
    /// <summary>The page that documents the behaviour.</summary>
    public string Page { get; } = page;
}
