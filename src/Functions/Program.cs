Console.WriteLine("The portal's functions.");
